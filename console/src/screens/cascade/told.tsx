// SPDX-License-Identifier: Apache-2.0
// The replay in words: outages one by one, why, what would have prevented it; and all of it as text and as a table.
import { useRef } from 'react';
import {
  chainOf,
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
import type { Clock } from './clock.ts';
import { useChoosing } from './measures.tsx';
import type { Asking } from './replay.tsx';
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
  const outages = outagesIn(view, 'without');
  return (
    <Sheet name={say('cascade.outages')}>
      {outages.length === 0 ? <p className="soft">{say('replay.untouched')}</p> : null}
      <ul className="lines" ref={list}>
        {outages.map((outage) => (
          <li key={`${outage.asset} ${outage.from}`}>
            <button
              type="button"
              className="choice"
              data-row
              aria-pressed={asking.side === 'without' && asking.asset === outage.asset}
              onClick={() => {
                clock.go(outage.from);
                asking.ask('without', outage.asset);
              }}
            >
              {outageTitle(view, outage)}
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
        {why === undefined ? null : <Drawing of={chainOf(view, why.lines)} />}
        {why === undefined || shown === 'with' ? null : why.prevented === undefined ? (
          <p>{say('cascade.noSingle')}</p>
        ) : (
          <p>{say('replay.prevented', { n: why.prevented.name })}</p>
        )}
      </div>
      {why?.prevented === undefined ? null : (
        <div className="chips">
          <Chip pressed={chosen.includes(why.prevented.id)} onPress={() => toggle(why.prevented?.id ?? '')}>
            {why.prevented.name}
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
