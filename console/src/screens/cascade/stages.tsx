// SPDX-License-Identifier: Apache-2.0
// Two stages on one clock. They move sideways together, so that one asset stands at one place.
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useMemo, useRef } from 'react';
import {
  firstSpot,
  legendOf,
  type Picture,
  percent,
  placesOf,
  type ReplayView,
  type SideName,
  stageOf,
  wholeAt,
} from '../../../../src/replay/index.ts';
import { Drawing } from '../../parts/drawing.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';
import type { Asking } from './asking.ts';

interface StagesOptions {
  readonly view: ReplayView;
  readonly hour: number;
  readonly asking: Asking;
}

export function Stages({ view, hour, asking }: StagesOptions) {
  const { say } = useWords();
  const legend = useMemo(() => legendOf(view.say), [view.say]);
  const { ref, width } = useElementSize();
  const { isBeside, places } = useMemo(
    () => arranged(view.picture, width, view.sides.with !== undefined),
    [view.picture, width, view.sides.with],
  );
  const boxes = useRef(new Map<SideName, HTMLElement>());
  const sides: readonly SideName[] = view.sides.with === undefined ? ['without'] : ['without', 'with'];
  const start = firstSpot(places, view.sides.without);
  useEffect(() => {
    for (const box of boxes.current.values()) box.scrollLeft = start;
  }, [start]);
  const moved = (event: SyntheticEvent<HTMLElement>): void => {
    for (const box of boxes.current.values()) box.scrollLeft = event.currentTarget.scrollLeft;
  };
  const keep = (side: SideName) => (box: HTMLElement | null) => {
    if (box === null) boxes.current.delete(side);
    else boxes.current.set(side, box);
  };
  return (
    <div>
      <div ref={ref} className={isBeside ? 'stages' : 'stages one'}>
        {sides.map((side) => (
          <Sheet
            key={side}
            name={say(`replay.${side}`)}
            aside={
              <span className="soft">
                {say('cascade.level', {
                  level: percent(wholeAt(view.picture, view.sides[side] ?? view.sides.without, hour)),
                })}
              </span>
            }
          >
            {/* biome-ignore lint/a11y/noStaticElementInteractions: its boxes are the buttons */}
            <div
              className="stage"
              data-scrolls
              ref={keep(side)}
              onScroll={moved}
              onClick={(event) => pressed(event, side, asking)}
              onKeyDown={(event) => pressed(event, side, asking)}
            >
              <Drawing of={stageOf(view, places, side, hour)} />
            </div>
          </Sheet>
        ))}
      </div>
      <div className="small soft">
        <p>{say('replay.legend')}</p>
        <Drawing of={legend} />
      </div>
    </div>
  );
}

/** Pixels as the style has them: between two stages, and below which it puts one above the other. */
const [BETWEEN, BESIDE] = [32, 832];

/** Both beside each other where each has room for all its columns, else one above the other. */
function arranged(picture: Picture, width: number, isTwo: boolean) {
  // Until it is measured it is as wide as it likes.
  if (width === 0) return { isBeside: isTwo, places: placesOf(picture) };
  const half = Math.floor((width - BETWEEN) / 2);
  const beside = placesOf(picture, half);
  const isBeside = isTwo && width > BESIDE && beside.width <= half;
  return { isBeside, places: isBeside ? beside : placesOf(picture, Math.floor(width)) };
}

function pressed(
  event: SyntheticEvent<HTMLElement> | KeyboardEvent<HTMLElement>,
  side: SideName,
  { ask }: Asking,
): void {
  if ('key' in event && event.key !== 'Enter' && event.key !== ' ') return;
  const box = event.target instanceof Element ? event.target.closest<SVGElement>('[data-asset]') : null;
  const asset = box?.dataset['asset'];
  if (asset === undefined) return;
  event.preventDefault();
  ask(side, asset);
}
