// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  curveOf,
  firstImpacts,
  momentOf,
  nowOf,
  type ReplayView,
  xOf,
} from '../../../../src/replay/index.ts';
import { Drawing } from '../../parts/drawing.tsx';
import { useWords } from '../../words/index.ts';
import type { Clock } from './clock.ts';

const [LEAST, FIRST] = [260, 800];

interface CurveOptions {
  readonly view: ReplayView;
  readonly clock: Clock;
  /** What the shaded gap is worth. */
  readonly gap: string;
}

/** The curve, and beneath it, at the same place, the scrubber with a tick where each service is touched first. */
export function Curve({ view, clock, gap }: CurveOptions) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const base = useMemo(() => curveOf(view, width), [view, width]);
  const drawing = { ...base, in: [...base.in, nowOf(view, width, clock.hour)] };
  return (
    <div className="curve" ref={box}>
      <Drawing of={drawing} />
      <Scrubber view={view} clock={clock} width={width} />
      <Legend view={view} gap={gap} />
    </div>
  );
}

interface ScrubberOptions {
  readonly view: ReplayView;
  readonly clock: Clock;
  readonly width: number;
}

/** Steps of the scrubber. */
const STEPS = 1000;

function Scrubber({ view, clock, width }: ScrubberOptions) {
  const { say } = useWords();
  const { horizon } = view.picture;
  const ticks = firstImpacts(view);
  return (
    <>
      <input
        type="range"
        className="scrub"
        aria-label={say('replay.time')}
        aria-valuetext={momentOf(view, clock.hour)}
        min={0}
        max={STEPS}
        step={1}
        value={Math.round((clock.hour / horizon) * STEPS)}
        onChange={(event) => clock.go((Number(event.currentTarget.value) / STEPS) * horizon)}
      />
      <svg viewBox={`0 0 ${width} 10`} width="100%" className="ticks" aria-hidden="true">
        {ticks.map(({ asset, hour, name }) => (
          <g key={asset}>
            <title>{`${momentOf(view, hour)}  ${name}`}</title>
            <path d={`M${xOf(view, width, hour)} 0l5 9h-10Z`} />
          </g>
        ))}
      </svg>
    </>
  );
}

/** What lines and areas mean, each beside a sample of it. */
function Legend({ view, gap }: { readonly view: ReplayView; readonly gap: string }) {
  const { say } = useWords();
  const both = view.sides.with !== undefined;
  return (
    <ul className="row small legend">
      <li>
        <Sample>
          <path className="without" d="M0 6H24" />
        </Sample>
        {say('replay.without')}
      </li>
      {both ? (
        <>
          <li>
            <Sample>
              <path className="with" d="M0 6H24" />
            </Sample>
            {say('replay.with')}
          </li>
          <li>
            <Sample>
              <path className="gap" d="M0 0H24V12H0Z" />
            </Sample>
            {say('cascade.gap')} <strong>{gap}</strong>
          </li>
        </>
      ) : null}
      <li>
        <Sample>
          <path className="fan without-fan" d="M0 0H24V12H0Z" />
        </Sample>
        {say('cascade.band')}
      </li>
      <li>
        <Sample>
          <path className="mark" d="M12 1l5 9h-10Z" />
        </Sample>
        {say('cascade.tick')}
      </li>
    </ul>
  );
}

function Sample({ children }: { readonly children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Pixels that the element has. */
function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(FIRST);
  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(LEAST, Math.round(entry.contentRect.width)));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
