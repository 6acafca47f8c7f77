// SPDX-License-Identifier: Apache-2.0
// Both exercises as pages: all that the analysis found goes in, so that the page needs no server.
import { MOST_EXACT } from '../../awareness/index.ts';
import type { DrillSource } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Subject } from '../input.ts';
import { BUDGET_CLIENT, BUDGET_IMPORTS, BUDGET_MODULES } from '../render/drill/budget-client.ts';
import { type DrillPage, drillPage } from '../render/drill/page.ts';
import { TABLETOP_CLIENT, TABLETOP_IMPORTS, TABLETOP_MODULES } from '../render/drill/tabletop-client.ts';
import { writeFileSafely } from '../write-file.ts';
import { YEARS_FROM } from './budget.ts';
import type { BudgetGame } from './budget-game.ts';
import type { Tabletop } from './tabletop-case.ts';
import type { Drill, Tongue } from './words.ts';

export function tabletopPage(
  source: Drill<'tabletop'>,
  { given, frame }: Tabletop,
  { language, tell }: Tongue,
): DrillPage {
  return {
    title: tell(source.title),
    language,
    modules: TABLETOP_MODULES,
    imports: TABLETOP_IMPORTS,
    client: TABLETOP_CLIENT,
    data: { given, frame, source: plain(source) },
  };
}

/** @throws Failure 2 for more measures than answers can be carried for. */
export function refuseMany(count: number): void {
  if (count <= MOST_EXACT) return;
  throw new Failure(
    EXIT.usage,
    `Cannot write a page for ${count} measures: it carries the answer to each set of them`,
    `--measures ${MOST_EXACT} or fewer`,
  );
}

export function budgetPage(
  source: Drill<'budget'>,
  game: BudgetGame,
  { loaded }: Subject,
  { language, tell }: Tongue,
): DrillPage {
  const answers = Array.from({ length: 1 << game.hand.length }, (_, set) => game.respond(set));
  const targets = [...new Set(game.board.ways.map(({ target }) => target))];
  const cascades = targets.map((target) => [
    target,
    { frame: game.frameOf(target), patches: [...game.patchesOf(target)] },
  ]);
  const names = (loaded.model.assets ?? []).map(({ id, name }) => [id, name ?? id] as const);
  return {
    title: tell(source.title),
    language,
    modules: BUDGET_MODULES,
    imports: BUDGET_IMPORTS,
    client: BUDGET_CLIENT,
    data: {
      board: game.board,
      answers,
      cascades: Object.fromEntries(cascades),
      names: Object.fromEntries(names),
      source: plain(source),
      firstRun: YEARS_FROM,
    },
  };
}

/** Without the place of the item, which is of this machine. */
function plain({ id, title, text, ...rest }: DrillSource): object {
  return { id, title, text, ...('roles' in rest ? { roles: rest.roles } : {}) };
}

/** @throws Failure 2 when the game was also asked for as JSON; 6 when the engine is not compiled. */
export function writeDrillPage(call: Call, { pack }: Subject, page: DrillPage): number {
  const file = call.options.text('html') as string;
  if (call.options.flag('json'))
    throw new Failure(EXIT.usage, 'Cannot write the page and play at once: give --html without --json');
  const text = drillPage(pack, page);
  if (text === undefined)
    throw new Failure(EXIT.runtime, 'Cannot write the page: the engine is not compiled', 'npm run build');
  if (file === '-') call.io.stdout.write(text);
  else {
    writeFileSafely(call.io, file, text, true);
    call.say(`Wrote ${call.aside.safe(file)}`);
  }
  return EXIT.secure;
}
