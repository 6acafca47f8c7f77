// SPDX-License-Identifier: Apache-2.0
// The clock of a replay: it runs, is moved by keys, and its time is in the address when it stands still.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { firstHour, keyFrames, momentsOf, type ReplayView } from '../../../../src/replay/index.ts';
import { isCommand } from '../../app/keys.ts';

const route = getRouteApi('/cascade');
/** A step of time that is seen as motion, how many the whole takes, and how long time stands until it is written. */
const [STEP_MS, STEPS, SETTLE_MS] = [60, 250, 300];

export interface Clock {
  readonly hour: number;
  readonly isPlaying: boolean;
  /** Nothing moves by itself: who asked for that goes from picture to picture. */
  readonly isStill: boolean;
  readonly frames: readonly number[];
  readonly go: (hour: number) => void;
  readonly toggle: () => void;
}

export function useClock(view: ReplayView): Clock {
  const { horizon } = view.picture;
  const { t } = route.useSearch();
  const [hour, setHour] = useState(() => Math.min(horizon, t ?? firstHour(view)));
  const [isPlaying, setPlaying] = useState(false);
  const isStill = useStillness();
  const frames = keyFrames(view);
  const go = useCallback((to: number) => setHour(Math.max(0, Math.min(horizon, to))), [horizon]);
  const toggle = (): void => {
    if (isStill) go(frames.find((each) => each > hour) ?? 0);
    else {
      if (!isPlaying && hour >= horizon) setHour(0);
      setPlaying(!isPlaying);
    }
  };
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => setHour((now) => later(now, horizon)), STEP_MS);
    return () => clearInterval(timer);
  }, [isPlaying, horizon]);
  useEffect(() => {
    if (isPlaying && hour >= horizon) setPlaying(false);
  }, [isPlaying, hour, horizon]);
  useWritten(hour, isPlaying, go);
  useClockKeys(toggle, (way) => {
    const moments = momentsOf(view);
    go((way > 0 ? moments.find((each) => each > hour) : moments.findLast((each) => each < hour)) ?? hour);
  });
  return { hour: Math.min(hour, horizon), isPlaying, isStill, frames, go, toggle };
}

/** Slow at first, where most happens: the square root of time goes evenly. */
function later(now: number, horizon: number): number {
  return Math.min(horizon, horizon * (Math.sqrt(now / horizon) + 1 / STEPS) ** 2);
}

function useStillness(): boolean {
  const [isStill, setStill] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    const asked = matchMedia('(prefers-reduced-motion: reduce)');
    const change = (): void => setStill(asked.matches);
    asked.addEventListener('change', change);
    return () => asked.removeEventListener('change', change);
  }, []);
  return isStill;
}

/** A time that stands goes into the address; one that the address gets from elsewhere is gone to. */
function useWritten(hour: number, isPlaying: boolean, go: (hour: number) => void): void {
  const { t } = route.useSearch();
  const navigate = useNavigate();
  const written = useRef(t);
  const shown = Math.round(hour * 100) / 100;
  const first = useRef<number | undefined>(shown);
  useEffect(() => {
    if (isPlaying || shown === first.current) return;
    const timer = setTimeout(() => {
      first.current = undefined;
      written.current = shown;
      void navigate({
        to: '/cascade',
        search: (old) => ({ ...old, t: shown }),
        replace: true,
        resetScroll: false,
      });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [shown, isPlaying, navigate]);
  useEffect(() => {
    if (t === undefined || t === written.current) return;
    written.current = t;
    go(t);
  }, [t, go]);
}

/** What has a use of its own for these keys. */
const OWN = 'button, a, summary, [role="button"], [data-scrolls]';

function useClockKeys(toggle: () => void, step: (way: 1 | -1) => void): void {
  const latest = useRef({ toggle, step });
  latest.current = { toggle, step };
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!isCommand(event)) return;
      if (event.target instanceof Element && event.target.closest(OWN) !== null) return;
      if (event.key === ' ') latest.current.toggle();
      else if (event.key === 'ArrowRight') latest.current.step(1);
      else if (event.key === 'ArrowLeft') latest.current.step(-1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
