// SPDX-License-Identifier: Apache-2.0
// The replay in words: outages one by one, why, what would have prevented it; and all of it as text and as a table.
import { useRef } from 'react';
import {
  markTitle,
  nameIn,
  outagesIn,
  outageTitle,
  type ReplayView,
  rowsOf,
  type SideName,
  toldOf,
  whyOf,
} from '../../../../src/replay/index.ts';
import { Chip } from '../../parts/chip.tsx';
import { Drawing } from '../../parts/drawing.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';
import type { Asking } from './asking.ts';
import type { Clock } from './clock.ts';
import { useChoosing } from './measures.tsx';
import type { Simulated } from './view.ts';

interface ToldOptions {
  readonly view: ReplayView;
  readonly clock: Clock;
  readonly asking: Asking;
  readonly simulated: Simulated;
}

export function Told(options: ToldOptions) {
  const { say } = useWords();
  const { view } = options;
  const sides: readonly SideName[] = view.sides.with === undefined ? ['without'] : ['without', 'with'];
  return (
    <>
      <div className="columns">
        <Outages {...options} />
        <Why {...options} />
      </div>
      <details>
        <summary>{say('cascade.text')}</summary>
        <div className="columns">
          {sides.map((side) => (
            <AsText key={side} view={view} side={side} />
          ))}
        </div>
      </details>
    </>
  );
}

function Outages({ view, clock, asking }: ToldOptions) {
  const { say } = useWords();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const counted = new Set(view.picture.services.map(({ id }) => id));
  const rows = [
    ...outagesIn(view, 'without').map((outage) => ({
      asset: outage.asset,
      from: outage.from,
      key: `down ${outage.asset} ${outage.from}`,
      title: outageTitle(view, outage),
    })),
    ...view.sides.without.marks
      .filter(({ asset, channel }) => channel === 'confidentiality' || counted.has(asset))
      .map((mark) => ({
        asset: mark.asset,
        from: mark.from,
        key: `${mark.channel} ${mark.asset} ${mark.data ?? ''}`,
        title: markTitle(view, mark),
      })),
  ];
  return (
    <Sheet name={say('cascade.outages')}>
      {rows.length === 0 ? <p className="soft">{say('replay.untouched')}</p> : null}
      <ul className="lines" ref={list}>
        {rows.map(({ asset, from, key, title }) => (
          <li key={key}>
            <button
              type="button"
              className="choice"
              data-row
              aria-pressed={asking.side === 'without' && asking.asset === asset}
              onClick={() => {
                clock.go(from);
                asking.ask('without', asset);
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Why({ view, asking: { asset, side }, simulated }: ToldOptions) {
  const { say } = useWords();
  const { chosen, toggle } = useChoosing(simulated);
  const shown = side === 'with' && view.sides.with === undefined ? 'without' : side;
  const why = asset === undefined ? undefined : whyOf(view, shown, asset);
  const name = asset === undefined ? undefined : nameIn(view.picture, asset);
  return (
    <Sheet
      name={
        name === undefined ? say('replay.why') : say('cascade.whyOf', { name, side: say(`replay.${shown}`) })
      }
    >
      <div role="status" className="stack">
        {asset === undefined ? <p className="soft">{say('cascade.choose')}</p> : null}
        {asset !== undefined && why === undefined ? <p>{say('replay.no-part')}</p> : null}
        {(why?.chain ?? []).map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reason has no other name than its place
          <Drawing key={at} of={each} />
        ))}
        {(why?.says ?? []).map((each) => (
          <p key={each}>{each}</p>
        ))}
      </div>
      {why?.measure === undefined ? null : (
        <div className="chips">
          <Chip pressed={chosen.includes(why.measure.id)} onPress={() => toggle(why.measure?.id ?? '')}>
            {why.measure.name}
          </Chip>
        </div>
      )}
    </Sheet>
  );
}

function AsText({ view, side }: { readonly view: ReplayView; readonly side: SideName }) {
  const { say } = useWords();
  const name = `${say('replay.table')}, ${say(`replay.${side}`)}`;
  return (
    <Sheet name={say(`replay.${side}`)}>
      <div className="stack told">
        {toldOf(view, side).map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other name than its place
          <Drawing key={at} of={each} />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section className="changes" tabIndex={0} data-scrolls aria-label={name}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('replay.time')}</th>
              <th scope="col">{say('replay.asset')}</th>
              <th scope="col">{say('replay.delivers')}</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(view, side).map((each, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
              <Drawing key={at} of={each} />
            ))}
          </tbody>
        </table>
      </section>
    </Sheet>
  );
}
