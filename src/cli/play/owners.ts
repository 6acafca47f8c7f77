// SPDX-License-Identifier: Apache-2.0
// Which options of `play` belong to which games: one that would change nothing is refused, so that nobody believes it did.
import type { DrillSource, Pack } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { shortName } from './game.ts';

type Kind = 'game' | DrillSource['kind'];

/** Those of all games are not here; `game`: of every game that has items. */
const OWNERS: Readonly<Record<string, readonly Kind[]>> = {
  seed: ['game', 'tabletop', 'budget'],
  items: ['game'],
  test: ['game'],
  progress: ['game'],
  forget: ['game'],
  model: ['tabletop', 'budget'],
  attack: ['tabletop', 'budget'],
  facts: ['tabletop'],
  issues: ['tabletop'],
  playbook: ['tabletop'],
  budget: ['budget'],
  measures: ['budget'],
};
/** What a page lets the player do by a button. */
const IN_A_PAGE = ['issues', 'playbook'];
/** Progress is deleted without playing. */
const WITHOUT_A_GAME = ['progress', 'forget'];

/**
 * @param packs whose games are named in the refusal; read only then.
 * @param name as it was typed; absent: games are listed, or all put into one page.
 * @param kind of the game that it names.
 * @throws Failure 2 naming the option and whose it is.
 */
export function refuseForeign(
  call: Call,
  packs: () => Pick<Pack, 'games' | 'drills'>,
  name?: string,
  kind?: Kind,
): void {
  const { options } = call;
  const given = Object.keys(OWNERS).filter(
    (option) => options.text(option) !== undefined || options.flag(option),
  );
  const isForgetting = options.flag('forget');
  for (const option of given) {
    const owners = OWNERS[option] ?? [];
    if (kind === undefined ? isForgetting && WITHOUT_A_GAME.includes(option) : owners.includes(kind))
      continue;
    const place = name === undefined ? 'without a game' : `with \`${name}\``;
    throw new Failure(
      EXIT.usage,
      `Cannot use --${option} ${place}: it belongs to ${namesOf(owners, packs()).join(', ')}`,
    );
  }
  const inPage = given.find((option) => IN_A_PAGE.includes(option));
  if (inPage !== undefined && options.text('html') !== undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot use --${inPage} with --html: who plays in the page saves it there`,
      'Give one of them',
    );
}

function namesOf(owners: readonly Kind[], { games, drills }: Pick<Pack, 'games' | 'drills'>): string[] {
  return [
    ...(owners.includes('game') ? games : []),
    ...drills.filter(({ kind }) => owners.includes(kind)),
  ].map(({ id }) => shortName(id));
}
