// SPDX-License-Identifier: Apache-2.0
// What runs in the page: the games with the engine of the command line, one part a game.
import { ELEMENTS } from '../page-elements.ts';
import { MOUNT, REPLAY_ENTRIES, REPLAY_IMPORTS } from '../replay/mount.ts';
import { BASE } from './client/base.ts';
import { DETECTIVE } from './client/detective.ts';
import { DOMINO } from './client/domino.ts';
import { KEEPING } from './client/keeping.ts';
import { MENU } from './client/menu.ts';
import { MESSAGE } from './client/message.ts';
import { TRIAGE } from './client/triage.ts';
import { WALK } from './client/walk.ts';

/** Compiled modules that the page imports. */
export const ENTRIES = [
  'awareness/game/index.js',
  ...REPLAY_ENTRIES,
  'cascade/impact/statistics.js',
] as const;

const IMPORTS = `
import { ACTIONS, act, afterTexts, bestRecovery, createSession, decisionPoints, detectiveResult, dueOf, endOf, familiesOf, isRightMove, isSpot, journeyOf, lossAfter, lostIn, manyDays, newProgress, outcomeOf, partsOf, plannedJourney, readProgress, stageOf, startWalk, stepOf, stoppingAt, triageResult, WALK_ACTIONS, walkResult } from 'ensuresec/awareness/game/index.js';
import { pairedDifference } from 'ensuresec/cascade/impact/statistics.js';
`;

/** The games, as far as the first screen. */
export const GAMES = [
  IMPORTS,
  REPLAY_IMPORTS,
  MOUNT,
  ELEMENTS,
  BASE,
  KEEPING,
  MENU,
  MESSAGE,
  TRIAGE,
  DETECTIVE,
  WALK,
  DOMINO,
].join('');

export const CLIENT = `${GAMES}menu();\n`;
