// SPDX-License-Identifier: Apache-2.0
import type { Io } from '../io.ts';
import type { Style } from './style.ts';
import { padRight, shorten } from './width.ts';

/** Work shorter than this shows no bar. */
const QUIET_MS = 1_000;
/** At most so often is the bar drawn. */
const REDRAW_MS = 80;
const BAR_COLUMNS = 24;

export interface Progress {
  /** Says what goes on now; `done` is 0..1 when it is known. */
  step(what: string, done?: number): void;
  /** Takes the bar away. */
  end(): void;
}

/** A bar on stderr, only on a terminal, only for work over a second. */
export function startProgress(io: Io, style: Style, quiet: boolean): Progress {
  if (quiet || !io.stderr.isTerminal) return { step: () => undefined, end: () => undefined };
  const started = io.now();
  let drawn: number | undefined;
  return {
    step: (what, done) => {
      const now = io.now();
      if (now - started < QUIET_MS || (drawn !== undefined && now - drawn < REDRAW_MS)) return;
      drawn = now;
      io.stderr.write(`\r${line(style, what, done)}`);
    },
    end: () => {
      if (drawn !== undefined) io.stderr.write(`\r${' '.repeat(style.columns - 1)}\r`);
      drawn = undefined;
    },
  };
}

function line(style: Style, what: string, done: number | undefined): string {
  const known = done === undefined ? undefined : Math.min(1, Math.max(0, done));
  const filled = Math.round((known ?? 0) * BAR_COLUMNS);
  const bar =
    known === undefined
      ? ''
      : `${style.glyphs.full.repeat(filled)}${style.glyphs.empty.repeat(BAR_COLUMNS - filled)} ${String(Math.round(known * 100)).padStart(3)} % `;
  return padRight(
    `${bar}${shorten(style.safe(what), style.columns - 1 - bar.length, style.glyphs.ellipsis)}`,
    style.columns - 1,
  );
}
