// SPDX-License-Identifier: Apache-2.0
// What walks and cascades of games must hold: stages in their order, signs where they stand, a price for stopping what is real,
// and neither a padlock nor a check of the sender as a sign of honesty.
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import { quoted } from '../words.ts';
import type { GameItems, GameSource, Step, Walk } from './game.ts';
import type { Cues, Say } from './game-said.ts';
import type { ScenarioSource } from './schema.ts';

/** What a browser shows to everybody who pays nothing for it: encryption, and no identity. */
const ONLY_ENCRYPTED = /^[\s\u{1f512}]*(?:https(?::\/\/)?)?[\s\u{1f512}]*$/iu;

/** Of the game itself, in no language. */
export function thingProblems(game: GameSource, scenarios: readonly ScenarioSource[], say: Say): Problem[] {
  const { kind, stages = [], things = [], recovery = [], domino } = game;
  const known = new Set(things.map(({ id }) => id));
  const steps = new Set(recovery.map(({ id }) => id));
  const missing = stages.flatMap(({ gives, needs }, at) =>
    [...gives, ...needs]
      .filter((thing) => !known.has(thing))
      .map((thing) =>
        say(['stages', at], `Cannot find the thing ${quoted(thing)}: expected one of \`things\``),
      ),
  );
  const endless = things.flatMap(({ id, stoppedBy }, at) =>
    steps.has(stoppedBy)
      ? []
      : [say(['things', at], `Nothing ends the loss of ${quoted(id)}: expected a step of \`recovery\``)],
  );
  const bare =
    (kind === 'walk' && stages.length === 0) || (kind === 'domino' && domino === undefined)
      ? [
          say(
            ['kind'],
            `Cannot play ${quoted(game.id)}: expected \`${kind === 'walk' ? 'stages' : 'domino'}\``,
          ),
        ]
      : [];
  const lost =
    domino === undefined || scenarios.some(({ id }) => id === domino.scenario)
      ? []
      : [
          say(
            ['domino', 'scenario'],
            `Cannot find the scenario ${quoted(domino.scenario)}: expected one of the pack`,
          ),
        ];
  return [...missing, ...endless, ...bare, ...lost];
}

export function walkProblems(walk: Walk, path: Path, game: GameSource, cues: Cues, say: Say): Problem[] {
  const { id, truth, steps, missed } = walk;
  const deceives = steps.some((step) => step.truth === 'lure');
  return [
    ...steps.flatMap((step, at) => stepProblems(walk, step, [...path, 'steps', at], cues, say)),
    ...orderProblems(walk, path, game, say),
    ...(deceives === (truth === 'lure')
      ? []
      : [
          say(
            [...path, 'truth'],
            `Cannot call ${quoted(id)} ${truth}: expected a lure to have a step that deceives, and an honest walk none`,
          ),
        ]),
    ...((truth === 'honest') === (missed !== undefined)
      ? []
      : [
          say(
            path,
            `Cannot price ${quoted(id)}: expected \`missed\` on an honest walk, where doubt costs, and on no other`,
          ),
        ]),
  ];
}

/** What only ever stands on one kind of step gives the answer away to who reads nothing else. */
const PHONE = /^\+?[\dX][\dX ()/-]{6,}$/;

/** A number to call on lures alone would teach that a number is a sign. */
export function numberProblems(walks: readonly Walk[], say: Say): Problem[] {
  const kinds = new Set(
    walks.flatMap(({ steps }) =>
      steps.filter(({ address }) => PHONE.test(address ?? '')).map(({ truth }) => truth),
    ),
  );
  const [only] = kinds;
  return kinds.size === 1
    ? [
        say(
          ['walks'],
          `Phone numbers stand on steps of one kind only (${only}): expected some on both, so that a number is no sign`,
        ),
      ]
    : [];
}

function stepProblems({ id }: Walk, step: Step, path: Path, cues: Cues, say: Say): Problem[] {
  const named = step.cues.flatMap(({ cue, on, quote }, at): Problem[] => {
    const here = [...path, 'cues', at];
    const found = cues.get(cue);
    if (found === undefined)
      return [say(here, `Cannot find the cue ${quoted(cue)}: expected one of a game of this pack`)];
    const problems: Problem[] = [];
    if (!partText(step, on).includes(quote))
      problems.push(
        say(
          here,
          `Cannot find ${quoted(quote)} in \`${on}\` of ${quoted(id)}: expected words that stand there`,
        ),
      );
    if (found.says === 'honest' && ONLY_ENCRYPTED.test(quote))
      problems.push(
        say(
          here,
          `Cannot call ${quoted(id)} honest by encryption: everybody has a padlock, also for a name of his own`,
        ),
      );
    return problems;
  });
  const speaks = step.cues.some(({ cue }) => cues.get(cue)?.says === step.truth);
  return speaks
    ? named
    : [
        ...named,
        say(
          [...path, 'cues'],
          `No cue of ${quoted(id)} speaks for the truth of this step: expected one that does`,
        ),
      ];
}

function partText(step: Step, on: Step['cues'][number]['on']): string {
  if (on === 'link') return `${step.link?.shown ?? ''}\n${step.link?.target ?? ''}`;
  // What a step says after a thing was given is shown to some players only, so no sign may hang on it.
  return step[on] ?? '';
}

/** Stages rise, each is taken at most once, and only what was given before is spoken of. */
function orderProblems({ id, steps }: Walk, path: Path, { stages = [] }: GameSource, say: Say): Problem[] {
  let last = -1;
  const given = new Set<string>();
  return steps.flatMap((step, at): Problem[] => {
    const here = [...path, 'steps', at];
    const place = stages.findIndex((stage) => stage.id === step.stage);
    const problems: Problem[] = [];
    if (place <= last)
      problems.push(
        say(
          [...here, 'stage'],
          `Cannot take the stage ${quoted(step.stage)} here in ${quoted(id)}: expected ${stages.map((stage) => stage.id).join(', ')}, in this order`,
        ),
      );
    for (const thing of Object.keys(step.after ?? {}).filter((each) => !given.has(each)))
      problems.push(
        say(
          [...here, 'after', thing],
          `Cannot know ${quoted(thing)} in ${quoted(id)}: expected a thing that an earlier lure of it takes`,
        ),
      );
    if (step.truth === 'lure') for (const thing of stages[place]?.gives ?? []) given.add(thing);
    last = Math.max(last, place);
    return problems;
  });
}

/** A cascade is told in the language: its story, and each asset and measure that the structure names. */
export function dominoProblems(
  { domino, kind, things = [] }: GameSource,
  set: GameItems,
  say: Say,
): Problem[] {
  const problems: Problem[] = [];
  if (kind === 'walk' && things.length > 0 && set.rights === undefined)
    problems.push(say(['rights'], 'Cannot say what to do after a loss: expected `rights` in this language'));
  if (domino === undefined) return problems;
  if (set.story === undefined)
    problems.push(say(['story'], 'Cannot say who the player is: expected `story` in this language'));
  const named = [...domino.order.map(({ asset }) => asset), ...domino.measures.map(({ measure }) => measure)];
  for (const id of named.filter((each) => set.names?.[each] === undefined))
    problems.push(say(['names'], `Cannot name ${quoted(id)}: expected it in \`names\` in this language`));
  return problems;
}
