// SPDX-License-Identifier: Apache-2.0
// The same in words: why something is down, each outage, and all changes as a table.
import type { Outage } from '../cascade/index.ts';
import { type Drawn, drawn } from './drawn.ts';
import { momentOf, nameIn, percent, type ReplayView, type SideName, sideOf, spanOf } from './view.ts';

type WhyLine = Outage['why'][number];

export interface Why {
  readonly outage: Outage;
  /** From what was asked for back to what came from outside. */
  readonly lines: readonly WhyLine[];
  /** The cheapest measure with which the service has no outage. */
  readonly prevented?: { readonly id: string; readonly name: string };
}

/** Why an asset is down on a side; undefined: it has no part in any outage there. */
export function whyOf(view: ReplayView, side: SideName, asset: string): Why | undefined {
  const { prevented, measures } = view.picture;
  for (const outage of sideOf(view, side).outages) {
    const at = outage.why.findIndex((line) => line.asset === asset);
    if (at < 0) continue;
    const id =
      side === 'without' && Object.hasOwn(prevented, outage.asset) ? prevented[outage.asset] : undefined;
    const found =
      id === undefined ? undefined : (measures.find((each) => each.id === id) ?? { id, name: id });
    return { outage, lines: outage.why.slice(at), ...(found === undefined ? {} : { prevented: found }) };
  }
  return undefined;
}

export function chainOf(view: ReplayView, lines: readonly WhyLine[]): Drawn {
  return drawn(
    'ol',
    { class: 'why' },
    ...lines.map((line) => drawn('li', {}, `${momentOf(view, line.hour)}  ${sentence(view, line)}`)),
  );
}

function sentence({ picture, say }: ReplayView, line: WhyLine): string {
  const { asset, cause, group, level, left, need, waited = 0 } = line;
  const name = nameIn(picture, asset);
  if (cause === 'damage') return say('fails', name);
  if (cause === 'held') return say('taken', name);
  const details = [
    ...(group === undefined ? [] : [nameIn(picture, group)]),
    ...(level > 0 ? [percent(level)] : []),
    ...(left === undefined || need === undefined ? [] : [say('left', left, need)]),
    ...(waited > 0.01 ? [say('held', spanOf(say, waited))] : []),
  ];
  return say(level === 0 ? 'stops' : 'falls', name, details.join(', '));
}

export function outageTitle(view: ReplayView, { asset, from, until, lowest }: Outage): string {
  const { picture, say } = view;
  const name = nameIn(picture, asset);
  const end = until === null ? say('end') : say('for', spanOf(say, until - from));
  const says =
    lowest === 0 ? say('outage-down', name, end) : `${say('outage-part', name, end)} (${percent(lowest)})`;
  return `${momentOf(view, from)}  ${says}`;
}

/** In the order in which they begin. */
export function outagesIn(view: ReplayView, side: SideName): readonly Outage[] {
  return sideOf(view, side).outages.toSorted((a, b) => a.from - b.from);
}

/** Every outage with its reasons. */
export function toldOf(view: ReplayView, side: SideName): readonly Drawn[] {
  const outages = outagesIn(view, side);
  if (outages.length === 0) return [drawn('p', {}, view.say('untouched'))];
  return outages.map((outage) =>
    drawn('div', {}, drawn('strong', {}, outageTitle(view, outage)), chainOf(view, outage.why)),
  );
}

/** Rows: when, what, how much is delivered. */
export function rowsOf(view: ReplayView, side: SideName): readonly Drawn[] {
  return sideOf(view, side).changes.map(({ hour, asset, level }) =>
    drawn(
      'tr',
      {},
      drawn('td', {}, momentOf(view, hour)),
      drawn('td', {}, nameIn(view.picture, asset)),
      drawn('td', {}, percent(level)),
    ),
  );
}
