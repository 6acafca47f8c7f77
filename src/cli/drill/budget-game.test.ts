// SPDX-License-Identifier: Apache-2.0
// What is bought is bought in both worlds: a measure that softens an outage also stops the steps that it stops.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Call } from '../command.ts';
import { readSubject } from '../input.ts';
import { type BudgetGame, budgetGame } from './budget-game.ts';
import { type Ground, groundOf } from './ground.ts';
import type { Drill } from './words.ts';

const folder = mkdtempSync(join(tmpdir(), 'budget-'));
afterAll(() => rmSync(folder, { recursive: true }));
const shop = readFileSync('examples/corner-shop/ensuresec.yaml', 'utf8');
/** EUR of one `tested-backup` in the pack. */
const PRICE = 1500;

const call = {
  io: { cwd: process.cwd(), today: () => '2027-01-31', clock: () => 0, now: () => 0 },
  options: { text: () => undefined, flag: () => false, list: () => [] },
  progress: { step: () => {}, end: () => {} },
  say: () => {},
} as unknown as Call;

function gameOn(measures: string): { game: BudgetGame; ground: Ground } {
  const file = join(folder, 'ensuresec.yaml');
  writeFileSync(file, `${shop}${measures}`);
  const subject = readSubject(call, file);
  const source = subject.pack.drills.find(({ kind }) => kind === 'budget') as Drill<'budget'>;
  return { game: budgetGame(call, subject, source, { seed: 4, count: 12 }), ground: groundOf(call, subject) };
}

const backups = ({ hand }: BudgetGame) =>
  hand.filter(({ measure }) => measure === 'tested-backup').map(({ id, cost }) => [id, cost]);

describe('a measure on offer', () => {
  const { game, ground } = gameOn('');

  it('stops every step that the analysis knows it to stop, whatever brought it into the hand', () => {
    const offers = ground.opponent.offers.map(({ measure, on }) => `${measure}@${on.join(',')}`);
    const known = game.hand.filter(({ id }) => offers.includes(id));
    expect(known.map(({ id }) => id)).toContain('tested-backup@office-pc');
    expect(known.map(({ offer }) => offer)).toEqual(known.map(({ id }) => offers.indexOf(id)));
  });

  it('costs what the model says, and is not on offer a second time at the price of the pack', () => {
    const own = gameOn(
      'measures:\n  - { id: copies, measure: tested-backup, on: [office-pc], status: available, cost: 70 }\n',
    );
    expect(backups(own.game)).toContainEqual(['tested-backup@office-pc', 70]);
    expect(backups(own.game)).not.toContainEqual(['tested-backup@office-pc', PRICE]);
  });

  it('costs its price once for each asset that it is on, and is bought for all of them', () => {
    // Doing it by hand would be the better buy of the two.
    const shared = gameOn(`measures:
  - { id: copies, measure: tested-backup, on: [office-pc, site], status: available }
  - { id: by-hand, measure: manual-mode, on: [checkout, packing, office-pc, site], status: available, cost: 99999 }
`);
    expect(backups(shared.game)).toEqual([['tested-backup@office-pc,site', 2 * PRICE]]);
    expect(shared.ground.opponent.offers).toContainEqual(
      expect.objectContaining({ measure: 'tested-backup', on: ['office-pc', 'site'], cost: 2 * PRICE }),
    );
  });
});
