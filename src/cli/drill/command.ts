// SPDX-License-Identifier: Apache-2.0
// `play tabletop` and `play budget`: exercises on the player's own model.
import { join } from 'node:path';
import type { DrillSource } from '../../model/index.ts';
import type { Call, OptionSpec } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { builtInPacks, readSubject, type Subject } from '../input.ts';
import { type Screen, screenOf } from '../play/screen.ts';
import { forJson } from '../render/escape.ts';
import { playBudget } from './budget.ts';
import { type BudgetGame, budgetGame } from './budget-game.ts';
import { budgetPage, refuseMany, tabletopPage, writeDrillPage } from './pages.ts';
import { playTabletop } from './tabletop.ts';
import { tabletopOf } from './tabletop-case.ts';
import { type Drill, drillNamed, type Tongue, tongueOf } from './words.ts';

export const DRILL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--model <file>',
    text: 'tabletop, budget: your model or its folder (default: the demo shop)',
    completes: 'file',
  },
  { flags: '--attack <id>', text: 'tabletop, budget: only this attack of the pack' },
  {
    flags: '--facts <file>',
    text: 'tabletop: what is so of you and the incident, as for `obligations`',
    completes: 'file',
  },
  {
    flags: '--issues <file>',
    text: 'tabletop: write what to do as issues, .md or .json',
    completes: 'file',
  },
  { flags: '--budget <eur>', text: 'budget: EUR for each year (default: a fifth of all measures on offer)' },
  { flags: '--measures <number>', text: 'budget: measures on offer; beyond 12 the best plan is not exact' },
  { flags: '--playbook <file>', text: 'tabletop: write the best line as a CACAO draft', completes: 'file' },
];

/** Sets of measures are numbers of bits. */
const MOST_MEASURES = 20;

/** The model that is played when none is named: it comes with the tool. */
const DEMO = 'examples/demo-shop';

export async function playDrill(call: Call, name: string, seed: number): Promise<number> {
  const subject = readSubject(call, call.options.text('model') ?? join(builtInPacks(), '..', DEMO));
  const source = drillNamed(subject.pack, name) as DrillSource;
  const tongue = tongueOf(subject.pack, call.options.text('language') ?? 'en');
  const page = call.options.text('html');
  if (page === undefined && !call.options.flag('input'))
    throw new Failure(EXIT.usage, 'Cannot play with --no-input: a game asks', '--html writes a page');
  if (page !== undefined) return writeDrillPage(call, subject, pageOf(call, subject, source, tongue, seed));
  const screen = screenOf(call);
  const result =
    source.kind === 'budget'
      ? await budget(call, subject, source, tongue, screen, seed)
      : await tabletop(call, subject, source, tongue, screen, seed);
  if (call.options.flag('json')) call.io.stdout.write(forJson(result));
  return EXIT.secure;
}

function pageOf(
  call: Call,
  subject: Subject,
  source: DrillSource,
  tongue: Tongue,
  seed: number,
): Parameters<typeof writeDrillPage>[2] {
  const page =
    source.kind === 'budget'
      ? budgetPage(source, budgetOf(call, subject, source, seed), subject, tongue)
      : tabletopPage(source, tabletopOf(call, subject, source, seed), tongue);
  call.progress.end();
  return page;
}

async function tabletop(
  call: Call,
  subject: Subject,
  source: Drill<'tabletop'>,
  tongue: Tongue,
  screen: Screen,
  seed: number,
): Promise<object> {
  const game = tabletopOf(call, subject, source, seed);
  call.progress.end();
  const { model, attack } = game.given;
  const played = await playTabletop(call, source, game, tongue, screen);
  return { schema: 'ensuresec/tabletop/1', model, attack, seed, ...played };
}

async function budget(
  call: Call,
  subject: Subject,
  source: Drill<'budget'>,
  tongue: Tongue,
  screen: Screen,
  seed: number,
): Promise<object> {
  const game = budgetOf(call, subject, source, seed);
  call.progress.end();
  const { model, budget: year, measures } = game.board;
  const played = await playBudget(call, subject, source, game, tongue, screen);
  return { schema: 'ensuresec/budget/1', model, seed, budget: year, measures, ...played };
}

function budgetOf(call: Call, subject: Subject, source: Drill<'budget'>, seed: number): BudgetGame {
  const count = whole(call, 'measures', 2, MOST_MEASURES) ?? source.measures;
  if (call.options.text('html') !== undefined) refuseMany(count);
  const year = whole(call, 'budget', 0, 1e9);
  const game = budgetGame(call, subject, source, {
    seed,
    count,
    ...(year === undefined ? {} : { budget: year }),
  });
  if (game.hand.length > 0) return game;
  throw new Failure(
    EXIT.nothing,
    'Nothing to defend: no attack that succeeds stops a service of this model',
    'Give what customers see `delivers`, and say with `dependencies` what it needs',
  );
}

/** @throws Failure 2. */
function whole(call: Call, name: string, least: number, most: number): number | undefined {
  const typed = call.options.text(name);
  if (typed === undefined) return undefined;
  if (/^\d{1,10}$/.test(typed) && Number(typed) >= least && Number(typed) <= most) return Number(typed);
  throw new Failure(
    EXIT.usage,
    `Cannot use \`${typed}\` as --${name}: expected a whole number from ${least} to ${most}`,
  );
}
