// SPDX-License-Identifier: Apache-2.0
import type { Asset } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext, TypeGuess } from '../importer.ts';
import type { Node } from '../node.ts';
import type { Cell } from './cell.ts';

type Words = { readonly id: string; readonly source: ReturnType<Node['source']> }[];

/** What the boxes and circles of a drawing are when their names say nothing. */
const TYPES: Readonly<Record<'actor' | 'process' | 'store', TypeGuess>> = {
  actor: { type: 'external-system', confidence: 0.4 },
  process: { type: 'service', confidence: 0.5 },
  store: { type: 'data-store', confidence: 0.6 },
};

/** An actor, process or store as an asset. */
export function assetOfCell(cell: Cell, zone: string, ids: Ids, context: ImportContext): Asset {
  const { data, node, kind } = cell;
  const guess = typeOf(cell, context);
  const name = textOf(cell.name, 200);
  const note = textOf(
    [data?.text('description') ?? '', ...remarksOf(data)].filter((part) => part !== '').join('; '),
  );
  const [stores, properties, measures] = [storesOf(data), propertiesOf(data), measuresOf(data)];
  return {
    id: ids.take(cell.name, kind),
    type: guess.type,
    zone,
    ...(stores.length === 0 ? {} : { stores }),
    ...(properties.length === 0 ? {} : { properties }),
    ...(measures.length === 0 ? {} : { measures }),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    source: node.source('declared', guess.confidence),
  };
}

function typeOf({ name, kind, data }: Cell, context: ImportContext): TypeGuess {
  const guess = context.guess('name', name);
  const isClient = kind !== 'store' && /\b(?:browser|client)\b/i.test(name);
  if (guess !== undefined && fits(guess, isClient ? 'actor' : kind)) return guess;
  if (isClient) return { type: 'browser', confidence: 0.5 };
  if (data?.flag('isWebApplication') === true) return { type: 'web-application', confidence: 0.9 };
  return kind === 'actor' || kind === 'store' ? TYPES[kind] : TYPES.process;
}

/** Below this the name of an actor says whom it uses, not what it is: the customer of an account service. */
const MIN_ACTOR_CONFIDENCE = 0.7;

/** The shape counts before a name that speaks of something else: the configuration of a web application is a store. */
function fits({ type, confidence }: TypeGuess, kind: Cell['kind']): boolean {
  if (kind === 'actor') return confidence >= MIN_ACTOR_CONFIDENCE;
  return kind !== 'store' || !/(?:application|api|service|storefront|page|panel)$/.test(type);
}

function wordsOf(data: Node | undefined, words: Readonly<Record<string, string>>): Words {
  return Object.entries(words).flatMap(([key, id]) =>
    data?.flag(key) === true ? [{ id, source: data.field(key)?.source() ?? data.source() }] : [],
  );
}

function storesOf(data: Node | undefined): Words {
  return wordsOf(data, { storesCredentials: 'secrets', isALog: 'logs' });
}

function measuresOf(data: Node | undefined): Words {
  return wordsOf(data, { isEncrypted: 'encryption-at-rest', isSigned: 'signature-check' });
}

function propertiesOf(data: Node | undefined): Words {
  const level = data?.text('privilegeLevel') ?? '';
  return data !== undefined && /\b(?:root|administrator|admin|system)\b/i.test(level)
    ? [{ id: 'runs-as-root', source: data.field('privilegeLevel')?.source('declared', 0.7) ?? data.source() }]
    : [];
}

/** What the model has no word for stays readable. */
function remarksOf(data: Node | undefined): string[] {
  const level = data?.text('privilegeLevel') ?? '';
  const flags = [
    'handlesCardPayment',
    'handlesGoodsOrServices',
    'providesAuthentication',
    'storesInventory',
  ].filter((flag) => data?.flag(flag) === true);
  return [
    ...(level === '' ? [] : [`privilege level: ${level}`]),
    ...flags.map((flag) => flag.replace(/([A-Z])/g, ' $1').toLowerCase()),
  ];
}
