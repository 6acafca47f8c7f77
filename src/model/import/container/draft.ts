// SPDX-License-Identifier: Apache-2.0
// A part of a model while an importer fills it.
import type { Asset, Credential, Flow, Gap, Source } from '../../schema.ts';
import type { ModelPart } from '../importer.ts';

type Sections = Required<
  Omit<ModelPart, 'attacks' | 'attackers' | 'measures' | 'people' | 'suppliers' | 'crews'>
>;
type Lists = { readonly [K in keyof Sections]: NonNullable<Sections[K]> };

/** Sections that grow, and what is known about them so that nothing is looked for twice. */
export interface Draft extends Lists {
  readonly taken: Set<string>;
  /** The number to try next behind an id that is taken. */
  readonly numbers: Map<string, number>;
  /** Flows between assets: their place in `flows`, by ends and port. */
  readonly flowAt: Map<string, number>;
}

const MAX_ID = 128;

/** An empty part. */
export function createDraft(): Draft {
  return {
    taken: new Set(),
    numbers: new Map(),
    flowAt: new Map(),
    zones: [],
    assets: [],
    flows: [],
    barriers: [],
    identities: [],
    roles: [],
    credentials: [],
    dependencies: [],
    workflows: [],
    assumptions: [],
    gaps: [],
  };
}

/** The sections that hold something. */
export function partOf(draft: Draft): ModelPart {
  const { taken, numbers, flowAt, ...sections } = draft;
  return Object.fromEntries(Object.entries(sections).filter(([, list]) => list.length > 0));
}

/** The first of the names that is free, as an id; the last one gets a number when all are taken. */
export function claim(draft: Draft, ...names: string[]): string {
  const ids = names.map(idOf);
  let id = ids.find((name) => !draft.taken.has(name));
  const last = (ids.at(-1) ?? 'unnamed').slice(0, MAX_ID - 8);
  for (let number = draft.numbers.get(last) ?? 2; id === undefined; number++) {
    draft.numbers.set(last, number + 1);
    if (!draft.taken.has(`${last}-${number}`)) id = `${last}-${number}`;
  }
  draft.taken.add(id);
  return id;
}

/** A name with lower-case letters, digits and `. _ / -` only. */
export function idOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._/-]+/g, '-')
    .slice(0, MAX_ID);
  const id = plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return id === '' ? 'unnamed' : id;
}

/** `name: X` when the id does not say it already. */
export function nameUnless(id: string, name: string): { readonly name?: string } {
  const short = name.slice(0, 200);
  return short === id || short === '' ? {} : { name: short };
}

/** Text as the model takes it: 1 to 2,000 characters. */
export function prose(text: string): string {
  return text.length > 2_000 ? `${text.slice(0, 1_999)}…` : text;
}

/** States a property or measure once; the first source stays, unless the new one is surer. */
export function addWord(
  element: Asset | Credential,
  list: 'properties' | 'measures',
  id: string,
  source: Source,
): void {
  const words = element[list] ?? [];
  element[list] = words;
  const at = words.findIndex((word) => (typeof word === 'string' ? word : word.id) === id);
  if (at === -1) words.push({ id, source });
  else if (confidenceOf(words[at]) < source.confidence) words[at] = { id, source };
}

function confidenceOf(word: string | { readonly source?: Source | undefined } | undefined): number {
  return typeof word === 'object' ? (word.source?.confidence ?? 1) : 1;
}

/** A port as models write it: TCP is a plain number. */
export type Port = number | string;

/** A number with its protocol as a port. */
export function portOf(number: number, protocol: string): Port {
  return protocol === 'tcp' ? number : `${number}/${protocol}`;
}

/** The name under which facts know a port. */
export function portName(port: Port): string {
  return typeof port === 'number' ? `${port}/tcp` : port;
}

/** Ports of an asset by name, kept because ranges can hold thousands. */
const INDEXES = new WeakMap<Asset, Map<string, Port>>();

/** The ports that an asset listens on, by name. Listeners are only ever added, by `addListener`. */
export function portsOf(asset: Asset): ReadonlyMap<string, Port> {
  return INDEXES.get(asset) ?? new Map();
}

/** States a listener once. */
export function addListener(asset: Asset, port: Port, source: Source): void {
  const ports = INDEXES.get(asset) ?? new Map<string, Port>();
  INDEXES.set(asset, ports);
  if (ports.has(portName(port))) return;
  ports.set(portName(port), port);
  asset.listens ??= [];
  asset.listens.push({ port, accepts: 'anyone', source });
}

/** Adds a flow; of two with the same ends and port the surer one stays. */
export function addFlow(draft: Draft, stated: Flow): void {
  const flow = stated.note === undefined ? stated : { ...stated, note: prose(stated.note) };
  const key = `${flow.from}\n${flow.to}\n${flow.port ?? ''}`;
  const known = draft.flowAt.get(key);
  if (known === undefined) draft.flowAt.set(key, draft.flows.push(flow) - 1);
  else if ((draft.flows[known]?.source?.confidence ?? 1) < (flow.source?.confidence ?? 1))
    draft.flows[known] = flow;
}

/** Lists what is not known about an element, one gap a kind. */
export function addGaps(
  draft: Draft,
  about: string,
  kinds: readonly Gap['unknown'][],
  text: string,
  source: Source,
): void {
  for (const unknown of kinds) {
    draft.gaps.push({
      id: claim(draft, `gap/${about}/${unknown}`.slice(0, 120)),
      about,
      unknown,
      text: prose(text),
      source,
    });
  }
}
