// SPDX-License-Identifier: Apache-2.0
// A part of a model while an importer fills it.
import type { Asset, Credential, Flow, Gap, Source } from '../../schema.ts';
import type { ModelPart } from '../importer.ts';

type Sections = Required<Omit<ModelPart, 'attacks' | 'attackers' | 'measures' | 'people' | 'suppliers'>>;
type Lists = { readonly [K in keyof Sections]: NonNullable<Sections[K]> };

/** Sections that grow, and the ids that are taken. */
export interface Draft extends Lists {
  readonly taken: Set<string>;
}

const MAX_ID = 128;

/** An empty part. */
export function createDraft(): Draft {
  return {
    taken: new Set(),
    zones: [],
    assets: [],
    flows: [],
    barriers: [],
    identities: [],
    roles: [],
    credentials: [],
    dependencies: [],
    assumptions: [],
    gaps: [],
  };
}

/** The sections that hold something. */
export function partOf(draft: Draft): ModelPart {
  const { taken: _, ...sections } = draft;
  return Object.fromEntries(Object.entries(sections).filter(([, list]) => list.length > 0));
}

/** The first of the names that is free, as an id; the last one gets a number when all are taken. */
export function claim(draft: Draft, ...names: string[]): string {
  const ids = names.map(idOf);
  let id = ids.find((name) => !draft.taken.has(name));
  const last = ids.at(-1) ?? 'unnamed';
  for (let number = 2; id === undefined; number++) {
    const candidate = `${last.slice(0, MAX_ID - 8)}-${number}`;
    if (!draft.taken.has(candidate)) id = candidate;
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

/** The ports that an asset listens on, by name. */
export function portsOf(asset: Asset): Map<string, Port> {
  const ports = (asset.listens ?? []).map((listener) =>
    typeof listener === 'object' ? listener.port : listener,
  );
  return new Map(ports.map((port) => [portName(port), port]));
}

/** States a listener once. */
export function addListener(asset: Asset, port: Port, source: Source): void {
  if (portsOf(asset).has(portName(port))) return;
  asset.listens = [...(asset.listens ?? []), { port, accepts: 'anyone', source }];
}

/** Adds a flow; of two with the same ends and port the surer one stays. */
export function addFlow(draft: Draft, flow: Flow): void {
  const known = draft.flows.findIndex(
    (other) => other.from === flow.from && other.to === flow.to && other.port === flow.port,
  );
  if (known === -1) draft.flows.push(flow);
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
