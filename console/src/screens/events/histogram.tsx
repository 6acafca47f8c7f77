// SPDX-License-Identifier: Apache-2.0
// How many events came when, as bars and as a sentence.
import { useNavigate } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { instant, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

const HEIGHT = 48;
const WIDTH = 8;

export function Histogram({ histogram }: { readonly histogram: Answer<'histogram'> }) {
  const { say, language } = useWords();
  const navigate = useNavigate();
  const { start, spanSeconds, counts, total, complete, since } = histogram;
  const most = Math.max(...counts, 1);
  const at = (index: number): string =>
    new Date(Date.parse(start) + index * spanSeconds * 1000).toISOString();
  const peak = counts.indexOf(most);
  const says = [
    say('events.total', { count: total, total: number(language, total) }),
    ...(total === 0
      ? []
      : [say('events.peak', { count: most, most: number(language, most), at: instant(language, at(peak)) })]),
    ...(complete ? [] : [say('events.since', { at: instant(language, since) })]),
  ].join(' ');
  // Without an event there is nothing to draw.
  if (total === 0) return <p role="status">{says}</p>;
  return (
    <figure className="histogram">
      <svg viewBox={`0 0 ${counts.length * WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {counts.map((count, index) => {
          const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
          return (
            // The fields from and to do the same for whoever has no pointer.
            // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the pointer to the fields above
            <rect
              key={at(index)}
              x={index * WIDTH}
              y={HEIGHT - height}
              width={WIDTH - 1}
              height={height}
              onClick={() =>
                void navigate({
                  to: '/events',
                  search: (old) => ({ ...old, from: at(index), to: at(index + 1) }),
                })
              }
            />
          );
        })}
      </svg>
      <div className="row small soft axis" aria-hidden="true">
        <span>{instant(language, start)}</span>
        <span>{instant(language, at(counts.length))}</span>
      </div>
      <figcaption>
        <p role="status">{says}</p>
      </figcaption>
    </figure>
  );
}
