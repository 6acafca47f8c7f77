// SPDX-License-Identifier: Apache-2.0
// What the checks of games share: how they say what is wrong, and the cues that items may name.
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import type { GameSource } from './game.ts';

export type Say = (path: Path, message: string) => Problem;

/** Families of cues of all games of a pack. */
export type Cues = ReadonlyMap<string, NonNullable<GameSource['cues']>[number]>;
