// SPDX-License-Identifier: Apache-2.0
import type { Message, Step } from '../../model/index.ts';
import type { Game } from './game.ts';
import type { Screen } from './screen.ts';

/** The same for hits and misses: why it is so, and each sign where it stands. */
export function showCues(item: Message | Step, game: Game, { field, style }: Screen): void {
  field(game.say('signs'), item.why);
  for (const each of item.cues) {
    const cue = game.cue(each.cue);
    if (cue === undefined) continue;
    const says = game.say(`speaks-${cue.says}`);
    field('', `"${each.quote}" ${style.glyphs.arrow} ${game.tell(cue.title)} (${says})`);
  }
}
