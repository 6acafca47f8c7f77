// SPDX-License-Identifier: Apache-2.0
// A fact of an analysis, such as `controls('web')`, in the reader's words.
import { visible } from '../parts/visible.ts';
import type { Words } from './index.ts';

export interface Fact {
  readonly predicate: string;
  /** What it is about; `undefined` where anything would do. */
  readonly args: readonly (string | undefined)[];
}

const ATOM = /^([a-z][a-z0-9-]*)\((.*)\)$/s;
/** One place with the comma behind it: in `'`, with `'` doubled, or plain. */
const PLACE = /\s*(?:'((?:[^']|'')*)'|([^',\s]+))\s*(?:,|$)/y;

/** Undefined: the text is no fact. */
export function readFact(text: string): Fact | undefined {
  const [, predicate, list = ''] = ATOM.exec(text) ?? [];
  if (predicate === undefined) return undefined;
  const args: (string | undefined)[] = [];
  PLACE.lastIndex = 0;
  while (PLACE.lastIndex < list.length) {
    const found = PLACE.exec(list);
    if (found === null) return undefined;
    args.push(found[2] === '_' ? undefined : (found[2] ?? (found[1] ?? '').replaceAll("''", "'")));
  }
  return { predicate, args };
}

/**
 * What has no words is shown as it is.
 * @param nameOf What the model calls an element.
 */
export function factSaid(
  text: string,
  { say, named, knows }: Words,
  nameOf: (id: string) => string = visible,
): string {
  const fact = readFact(text);
  if (fact === undefined || !knows('fact', fact.predicate)) return visible(text);
  const [a = '', b = '', c = '', d = ''] = fact.args.map((each) =>
    each === undefined ? say('fact.any') : placeSaid(each, nameOf),
  );
  return named('fact', fact.predicate, { a, b, c, d });
}

/** `flow/shop/till/443/tcp` as what it joins, words of packs by their last part, elements by their name, ports as they are. */
function placeSaid(id: string, nameOf: (id: string) => string): string {
  const [kind, from, to] = id.split('/');
  if (kind === 'flow' && from !== undefined && to !== undefined) return `${nameOf(from)} → ${nameOf(to)}`;
  return id.split('/').length < 3 ? nameOf(id) : visible((id.split('/').at(-1) ?? id).replaceAll('-', ' '));
}
