// SPDX-License-Identifier: Apache-2.0
import { useElementSize } from '@mantine/hooks';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { visible } from '../../parts/visible.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { nameOf } from './asset-name.ts';

/** Pixels: of all hours together at most, right of them, of a row, of a letter. */
const [MOST, RIGHT, ROW, LETTER] = [760, 24, 28, 6.6];
/** Where there is no more room: pixels, those of names, and how many hours are written. */
const NARROW = { below: 480, names: 112, ticks: 3 };
const WIDE = { names: 176, ticks: 6 };

/** When each repair is worked on, and from when the asset works again. The table beneath says the same. */
export function TimeBars({ plan }: { readonly plan: Answer<'recovery'> }) {
  const { say, language } = useWords();
  const { ref, width } = useElementSize<HTMLElement>();
  const { repairs } = plan;
  const { names, ticks: most } = width < NARROW.below ? NARROW : WIDE;
  // Until it is measured it takes no more than a phone has.
  const span = Math.min(MOST, Math.max(120, width - names - RIGHT));
  const named = (asset: string): string => visible(nameOf(plan, asset));
  const end = Math.max(...repairs.map(({ up }) => up));
  const step = niceStep(end / most);
  const at = (hours: number): number => names + (hours / end) * span;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  const height = repairs.length * ROW + 28;
  const name = say('recovery.picture', { count: repairs.length });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="graph" ref={ref} tabIndex={0} aria-label={name}>
      <svg
        viewBox={`0 0 ${names + span + RIGHT} ${height}`}
        width={names + span + RIGHT}
        height={height}
        role="img"
        aria-label={name}
      >
        {ticks.map((hours) => (
          <g key={hours} className="tick">
            <line x1={at(hours)} x2={at(hours)} y1={0} y2={height - 22} />
            <text x={at(hours)} y={height - 8} textAnchor="middle">
              {number(language, hours, 1)} h
            </text>
          </g>
        ))}
        {repairs.map(({ asset, crew, start, finish, up }, row) => (
          <g key={asset} transform={`translate(0 ${row * ROW})`}>
            <title>
              {say('recovery.bar', {
                asset: named(asset),
                crew,
                from: number(language, start, 1),
                to: number(language, finish, 1),
                up: number(language, up, 1),
              })}
            </title>
            <text x={0} y={18}>
              {cut(named(asset), Math.floor((names - 8) / LETTER))}
            </text>
            {up > finish ? <line className="waits" x1={at(finish)} x2={at(up)} y1={14} y2={14} /> : null}
            <rect
              className={`crew-${((crew - 1) % 4) + 1}`}
              x={at(start)}
              y={4}
              width={Math.max(2, at(finish) - at(start))}
              height={20}
              rx={3}
            />
            {at(finish) - at(start) > 22 ? (
              <text className="crew" x={at(start) + 6} y={18}>
                {crew}
              </text>
            ) : null}
            <path className="up" d={`M${at(up)} 6 l5 8 l-5 8 l-5 -8 Z`} />
          </g>
        ))}
      </svg>
      <p className="small soft">{say('recovery.legend')}</p>
    </section>
  );
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** 1, 2 or 5 times a power of ten, at least so large. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.01)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least) ?? power * 10;
}
