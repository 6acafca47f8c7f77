// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { decide, learnRules, ruleItem, type Shelf } from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { nearHint } from '../near.ts';
import { baseline } from './baseline.ts';
import { readHistory } from './history.ts';
import { invariants } from './invariants.ts';
import { label } from './label.ts';
import { needed, offer, show } from './offer.ts';
import { parameters, score } from './parameters.ts';
import { refineRules } from './refine.ts';
import { existingShelf, folderOf, OBSERVED, readShelfIn, writeShelf } from './shelf-file.ts';

export interface LearnVerb {
  readonly name: string;
  readonly summary: string;
  readonly run: (call: Call, operands: readonly string[]) => Promise<number> | number;
}

export const VERBS: readonly LearnVerb[] = [
  { name: 'rules', summary: 'from labelled events, policies that see their attacks', run: rules },
  { name: 'invariants', summary: 'from usual events, what always held', run: invariants },
  {
    name: 'baseline',
    summary: 'from usual events, what is usual of each key; with --model also facts of the model',
    run: baseline,
  },
  {
    name: 'label',
    summary: 'from an incident that was an attack, labels of its events',
    run: label,
  },
  {
    name: 'refine',
    summary: 'from verdicts on incidents, narrower rules, with what they would have changed',
    run: refineRules,
  },
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

function list(call: Call): number {
  show(call, existingShelf(call));
  return EXIT.secure;
}

function settle(call: Call, ids: readonly string[], state: 'approved' | 'rejected'): number {
  const shelf = existingShelf(call);
  const wrong = needed(ids).filter((id) => !shelf.candidates.some((each) => each.id === id));
  if (wrong.length > 0)
    throw new Failure(
      EXIT.usage,
      `There is no candidate ${wrong.join(', ')}`,
      nearHint(
        wrong[0] as string,
        shelf.candidates.map(({ id }) => id),
        'ensuresec learn list shows their ids',
      ),
    );
  const reason = call.options.text('reason');
  writeShelf(
    call,
    ids.reduce((next, id) => decide(next, id, state, reason), shelf),
  );
  if (state === 'approved') sayApproved(call, shelf, ids);
  else call.say(`${ids.length} rejected: they are not offered again`);
  return EXIT.secure;
}

/** Facts are premises of the analysis; all else runs. */
function sayApproved(call: Call, { candidates }: Shelf, ids: readonly string[]): void {
  const facts = ids.filter((id) => candidates.find((each) => each.id === id)?.kind === 'fact').length;
  const folder = folderOf(call);
  if (facts < ids.length)
    call.say(
      `${ids.length - facts} approved: ensuresec detect EVENTS --pack ${shellWord(folder)} runs them beside the pack`,
    );
  if (facts > 0)
    call.say(
      `${facts} approved: ensuresec check --observed ${shellWord(join(folder, OBSERVED))} says which verdicts turn`,
    );
}

function seedOf(call: Call): number {
  const typed = call.options.text('seed') ?? '1';
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --seed: expected a whole number`);
}
