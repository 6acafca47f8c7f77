// SPDX-License-Identifier: Apache-2.0
import {
  addToShelf,
  decide,
  invariantItem,
  learnRules,
  mineInvariants,
  ruleItem,
  type Shelf,
  type ShelfItem,
} from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { readHistory } from './history.ts';
import { parameters, score } from './parameters.ts';
import { candidatesText } from './render.ts';
import { existingShelf, folderOf, readShelfIn, writeShelf } from './shelf-file.ts';

export interface LearnVerb {
  readonly name: string;
  readonly summary: string;
  readonly run: (call: Call, operands: readonly string[]) => Promise<number> | number;
}

export const VERBS: readonly LearnVerb[] = [
  { name: 'rules', summary: 'from labelled events, policies that see their attacks', run: rules },
  { name: 'invariants', summary: 'from usual events, what always held', run: invariants },
  {
    name: 'parameters',
    summary: 'from labelled values of parameters, a model of attacks in them',
    run: (call, files) => parameters(call, needed(files), seedOf(call)),
  },
  {
    name: 'score',
    summary: 'values by that model, the worst first',
    run: (call, files) => score(call, needed(files)),
  },
  { name: 'list', summary: 'candidates and what was decided', run: list },
  {
    name: 'approve',
    summary: 'put candidates into the pack of learnt policies',
    run: (call, ids) => settle(call, ids, 'approved'),
  },
  {
    name: 'reject',
    summary: 'never offer candidates again',
    run: (call, ids) => settle(call, ids, 'rejected'),
  },
];

async function rules(call: Call, files: readonly string[]): Promise<number> {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const labels = call.options.list('labels');
  if (labels.length === 0)
    throw new Failure(
      EXIT.usage,
      'Rules are learnt from labels',
      'Name a file of labels for each file of events: --labels truth.ndjson',
    );
  const held = call.options.list('test');
  const episodes = await readHistory(call, pack, needed(files), labels);
  const aside =
    held.length === 0 ? [] : await readHistory(call, pack, held, call.options.list('test-labels'));
  const { candidates, missed } = learnRules(pack, episodes, aside, {
    seed: seedOf(call),
    onProgress: (what, share) => call.progress.step(`Learning ${what}`, share),
  });
  call.progress.end();
  for (const attack of missed) call.say(call.aside.safe(`Nothing was learnt about ${attack}`));
  return offer(call, readShelfIn(call, pack.id), candidates.map(ruleItem));
}

async function invariants(call: Call, files: readonly string[]): Promise<number> {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const episodes = await readHistory(call, pack, needed(files), call.options.list('labels'));
  const found = mineInvariants(pack, episodes, {
    onProgress: (what, share) => call.progress.step(`Looking at ${what}`, share),
  });
  call.progress.end();
  return offer(call, readShelfIn(call, pack.id), found.map(invariantItem));
}

/** Exit 1: there is something that a person has to decide. */
function offer(call: Call, shelf: Shelf, items: readonly ShelfItem[]): number {
  const next = addToShelf(shelf, items);
  writeShelf(call, next);
  const ids = new Set(items.map(({ id }) => id));
  const waiting = next.candidates.filter(({ id, state }) => ids.has(id) && state === 'waiting');
  const settled = ids.size - waiting.length;
  if (settled > 0) call.say(`${settled} of ${ids.size} were decided about before and are not offered again`);
  show(call, { ...next, candidates: waiting });
  call.say(
    `${waiting.length} candidates wait in ${folderOf(call)}: ensuresec learn approve ID, or learn reject ID`,
  );
  return waiting.length > 0 ? EXIT.findings : EXIT.secure;
}

function list(call: Call): number {
  show(call, existingShelf(call));
  return EXIT.secure;
}

function show(call: Call, shelf: Shelf): void {
  const text = call.options.flag('json')
    ? forJson(shelf)
    : candidatesText(call, shelf.candidates, call.options.flag('all'));
  call.io.stdout.write(text);
}

function settle(call: Call, ids: readonly string[], state: 'approved' | 'rejected'): number {
  const shelf = existingShelf(call);
  const wrong = needed(ids).filter((id) => !shelf.candidates.some((each) => each.id === id));
  if (wrong.length > 0)
    throw new Failure(
      EXIT.usage,
      `There is no candidate ${wrong.join(', ')}`,
      'ensuresec learn list shows their ids',
    );
  const reason = call.options.text('reason');
  writeShelf(
    call,
    ids.reduce((next, id) => decide(next, id, state, reason), shelf),
  );
  call.say(
    state === 'approved'
      ? `${ids.length} approved: ensuresec detect EVENTS --pack ${folderOf(call)} runs them beside the pack`
      : `${ids.length} rejected: they are not offered again`,
  );
  return EXIT.secure;
}

function needed(operands: readonly string[]): readonly string[] {
  if (operands.length > 0) return operands;
  throw new Failure(EXIT.usage, 'Name at least one', 'ensuresec learn --help shows examples');
}

function seedOf(call: Call): number {
  const typed = call.options.text('seed') ?? '1';
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --seed: expected a whole number`);
}
