// SPDX-License-Identifier: Apache-2.0
// Estimates with their intervals: one line each, its numbers beside it. Shapes say whose it is; colour says nothing alone.
import type { ReactNode } from 'react';
import { type Scale, scaleOf } from './scale.ts';

export type Series = 'all' | 'control' | 'trained' | 'group';

export interface Interval {
  readonly key: string;
  readonly series: Series;
  readonly name: string;
  /** The same in words; alone when nothing is known. */
  readonly text: string;
  /** Null in a bound: it is beyond what the data reach. */
  readonly estimate?: {
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
}

export interface Axis {
  /** What the line covers at least. */
  readonly within: readonly [number, number];
  readonly tick: (value: number, largest: number) => string;
  /** How much of a value is one of the line, when that goes by the largest of them. */
  readonly size?: (largest: number) => number;
  /** A value to compare with, such as guessing. */
  readonly line?: number;
}

export function Intervals({ rows, axis }: { readonly rows: readonly Interval[]; readonly axis: Axis }) {
  const values = rows.flatMap(({ estimate }) =>
    estimate === undefined ? [] : [estimate.value, estimate.low, estimate.high],
  );
  const finite = values.filter((value) => value !== null);
  const largest = Math.max(0, ...finite);
  const size = axis.size?.(largest) ?? 1;
  const { ticks, at } = scaleOf(
    finite.map((value) => value / size),
    axis.within,
  );
  const scale: Scale['at'] = (value) => at(value / size);
  return (
    <div className="intervals">
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            <span>{row.name}</span>
            <Line row={row} scale={scale} line={axis.line} />
            <span className="numbers-of">{row.text}</span>
          </li>
        ))}
      </ul>
      <div className="axis">
        <svg width="100%" height="22" aria-hidden="true">
          {ticks.map((tick, index) => (
            <g key={tick}>
              <line x1={place(at(tick))} x2={place(at(tick))} y1="0" y2="5" />
              <text
                x={place(at(tick))}
                y="18"
                textAnchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
              >
                {axis.tick(tick, largest)}
              </text>
            </g>
          ))}
        </svg>
      </div>
    </div>
  );
}

/** Room for half a mark on either side. */
function place(share: number): string {
  return `${(2 + share * 96).toFixed(2)}%`;
}

const MIDDLE = 12;

function Line({
  row: { estimate, series },
  scale,
  line,
}: {
  readonly row: Interval;
  readonly scale: Scale['at'];
  readonly line: number | undefined;
}) {
  return (
    <svg width="100%" height={2 * MIDDLE} aria-hidden="true" className={`interval ${series}`}>
      <line className="ground" x1="2%" x2="98%" y1={MIDDLE} y2={MIDDLE} />
      {line === undefined ? null : (
        <line className="compare" x1={place(scale(line))} x2={place(scale(line))} y1="0" y2={2 * MIDDLE} />
      )}
      {estimate === undefined || (estimate.value === null && estimate.low === null) ? null : (
        <>
          <line
            className="span"
            x1={place(scale(estimate.low ?? 0))}
            x2={place(estimate.high === null ? 1 : scale(estimate.high))}
            y1={MIDDLE}
            y2={MIDDLE}
          />
          <End at={estimate.low} scale={scale} />
          <End at={estimate.high} scale={scale} />
          {estimate.value === null ? null : (
            // A nested picture gives the shape a place in shares of the width.
            <svg
              x={place(scale(estimate.value))}
              y={MIDDLE}
              width="1"
              height="1"
              overflow="visible"
              aria-hidden="true"
            >
              {SHAPES[series]}
            </svg>
          )}
        </>
      )}
    </svg>
  );
}

/** Open where the data do not reach: there the line goes on. */
function End({ at, scale }: { readonly at: number | null; readonly scale: Scale['at'] }) {
  if (at === null) return null;
  return (
    <line className="span" x1={place(scale(at))} x2={place(scale(at))} y1={MIDDLE - 5} y2={MIDDLE + 5} />
  );
}

const SHAPES: Readonly<Record<Series, ReactNode>> = {
  all: <path d="M0-7 7 0 0 7-7 0Z" />,
  control: <circle r="5" className="hollow" />,
  trained: <circle r="6" />,
  group: <rect x="-5" y="-5" width="10" height="10" />,
};

/** The shape of a series, as a legend has it. */
export function SeriesShape({ series }: { readonly series: Series }) {
  return (
    <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" className={`interval ${series}`}>
      {SHAPES[series]}
    </svg>
  );
}
