// SPDX-License-Identifier: Apache-2.0
// What items of games must hold, so that they teach what is so: reserved addresses only, cues that are on the item, as
// much that is real as that deceives, and never that a mail is safe because its sender was authenticated.
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import { quoted } from '../words.ts';
import { BANDS, type GameItems, type GameSource, type Message, type Offer, type Walk } from './game.ts';
import type { Cues, Say } from './game-said.ts';
import { dominoProblems, numberProblems, thingProblems, walkProblems } from './game-walk-checks.ts';
import type { PackItems, Placed } from './pack.ts';

/** Least share of honest items that look bad, so that nobody learns "ugly is false". */
const UGLY_SHARE = 0.2;
/** Names under which nobody can have a site (RFC 2606 §2). */
const RESERVED = /\.(?:example|test|invalid)$/i;
/** Anything that a reader or a mail program could take for a host: letters in its last part tell it from numbers and times. */
const HOST = /(?<![\p{L}\p{N}-])(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}(?![\p{L}\p{N}-])/giu;
const NUMERIC_URL = /:\/\/[\d[]/;

type Item = Message | Offer | Walk;

/** Where the items of each kind of game are. */
const ITEMS = { triage: 'messages', detective: 'offers', walk: 'walks', domino: 'messages' } as const;

export function gameProblems(all: PackItems, own: PackItems): Problem[] {
  const games = new Map(all.games.map((game) => [game.id, game]));
  const spoken = new Set(all.gameWords.map(({ language }) => language));
  const cues: Cues = new Map(all.games.flatMap((game) => (game.cues ?? []).map((cue) => [cue.id, cue])));
  const structure = own.games.flatMap((game) => [
    ...thingProblems(game, all.scenarios, sayAt(game)),
    ...liveHosts(withoutPlace(game), game.id, [], sayAt(game)),
  ]);
  const items = own.gameItems.flatMap((set) => {
    const say = sayAt(set);
    const game = games.get(set.game);
    if (game === undefined)
      return [say(['game'], `Cannot find ${quoted(set.game)}: expected a game of this pack`)];
    return [
      ...(spoken.has(set.language)
        ? []
        : [say(['language'], `Cannot find words in ${quoted(set.language)}: expected \`gameWords\` in it`)]),
      ...untranslated(game, cues, set, say),
      ...balance(game, cues, set, say),
      ...(set.messages ?? []).flatMap((each, at) => messageProblems(each, ['messages', at], cues, say)),
      ...(set.offers ?? []).flatMap((each, at) => offerProblems(each, ['offers', at], game, say)),
      ...(set.walks ?? []).flatMap((each, at) => [
        ...walkProblems(each, ['walks', at], game, cues, say),
        ...liveHosts(each, each.id, ['walks', at], say),
      ]),
      ...(['story', 'rights', 'names'] as const).flatMap((part) => liveHosts(set[part], part, [part], say)),
      ...numberProblems(set.walks ?? [], say),
      ...dominoProblems(game, set, say),
    ];
  });
  return [...structure, ...items];
}

function sayAt(placed: Placed<GameItems | GameSource>): Say {
  return (path, message) => ({
    code: 'PACK_BAD_GAME',
    severity: 'error',
    message,
    at: placed.locate(path),
  });
}

/** Also families of other games that the items use. */
function untranslated(game: GameSource, cues: Cues, set: GameItems, say: Say): Problem[] {
  const { language } = set;
  const annotated = [...(set.messages ?? []), ...(set.walks ?? []).flatMap(({ steps }) => steps)];
  const used = annotated.flatMap((item) => item.cues.flatMap(({ cue }) => cues.get(cue) ?? []));
  const texts = [
    game,
    ...new Set([...(game.cues ?? []), ...used]),
    ...(game.lookups ?? []),
    ...(game.stages ?? []),
    ...(game.things ?? []),
    ...(game.recovery ?? []),
  ];
  return texts
    .filter((each) => each.title[language] === undefined || ('text' in each && !(language in each.text)))
    .map(({ id }) =>
      say(
        ['language'],
        `Cannot tell ${quoted(id)} in ${quoted(language)}: expected its text in that language`,
      ),
    );
}

function balance(game: GameSource, cues: Cues, set: GameItems, say: Say): Problem[] {
  const key = ITEMS[game.kind];
  const items: readonly Item[] = set[key] ?? [];
  const honest = items.filter(({ truth }) => truth === 'honest');
  const ugly = honest.filter((item) => looksBad(item, cues));
  const ids = items.map(({ id }) => id);
  const rules: readonly (readonly [boolean, string])[] = [
    [items.length >= game.least, `${items.length} ${key}: expected ${game.least} or more`],
    [
      honest.length * 2 >= items.length,
      `${honest.length} of ${items.length} are honest: expected half or more`,
    ],
    [honest.length < items.length, 'No item is a lure: expected some'],
    [
      ugly.length >= honest.length * UGLY_SHARE,
      `${ugly.length} of ${honest.length} honest items look bad: expected a fifth or more`,
    ],
    [
      BANDS.every((band) => items.some((item) => item.band === band)),
      'A difficulty has no item: expected easy, moderate and hard',
    ],
    [new Set(ids).size === ids.length, 'Two items have the same id: expected each once'],
  ];
  return rules.flatMap(([holds, message]) => (holds ? [] : [say([key], message)]));
}

function looksBad(item: Item, cues: Cues): boolean {
  if ('found' in item) return Object.values(item.found).some(({ says }) => says === 'lure');
  const own = 'steps' in item ? item.steps.flatMap((step) => step.cues) : item.cues;
  return own.some(({ cue }) => cues.get(cue)?.says === 'lure');
}

function messageProblems(item: Message, path: Path, cues: Cues, say: Say): Problem[] {
  const named = item.cues.flatMap(({ cue, on, quote }, at): Problem[] => {
    const found = cues.get(cue);
    const here = [...path, 'cues', at];
    if (found === undefined)
      return [
        say([...here, 'cue'], `Cannot find the cue ${quoted(cue)}: expected one of a game of this pack`),
      ];
    const part = on === 'link' ? `${item.link?.shown ?? ''}\n${item.link?.target ?? ''}` : (item[on] ?? '');
    return [
      ...(part.includes(quote)
        ? []
        : [
            say(
              [...here, 'quote'],
              `Cannot find ${quoted(quote)} in \`${on}\` of ${quoted(item.id)}: expected words that stand there`,
            ),
          ]),
      ...(on === 'headers' && found.says === 'honest'
        ? [
            say(
              here,
              `Cannot call ${quoted(item.id)} honest by its headers: who may send from a domain says nothing about intent`,
            ),
          ]
        : []),
    ];
  });
  return [
    ...named,
    ...(item.cues.some(({ cue }) => cues.get(cue)?.says === item.truth)
      ? []
      : [
          say([...path, 'cues'], `No cue of ${quoted(item.id)} speaks for its truth: expected one that does`),
        ]),
    ...((item.channel === 'email') === (item.subject !== undefined)
      ? []
      : [
          say(
            path,
            `Cannot show ${quoted(item.id)}: expected a subject on an email, and none on a text message`,
          ),
        ]),
    ...liveHosts(item, item.id, path, say),
  ];
}

function offerProblems(item: Offer, path: Path, game: GameSource, say: Say): Problem[] {
  const known = (game.lookups ?? []).map(({ id }) => id);
  const found = Object.keys(item.found);
  const same = known.length === found.length && known.every((id) => found.includes(id));
  return [
    ...(same
      ? []
      : [say([...path, 'found'], `Cannot look up all of ${quoted(item.id)}: expected ${known.join(', ')}`)]),
    ...(item.found[item.decisive]?.says === item.truth
      ? []
      : [
          say(
            [...path, 'decisive'],
            `Cannot settle ${quoted(item.id)} by ${quoted(item.decisive)}: expected a look-up that speaks for its truth`,
          ),
        ]),
    ...liveHosts(item, item.id, path, say),
  ];
}

/** Where a game is, is no text of it. */
function withoutPlace({ pack: _, at: __, locate: ___, ...game }: Placed<GameSource>): object {
  return game;
}

/** Every text is searched: a link in a sentence is as live as one in a field. */
function liveHosts(item: unknown, name: string, path: Path, say: Say): Problem[] {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(item);
  const live = texts.flatMap((text) => [
    ...(text.match(HOST) ?? []).filter((host) => !RESERVED.test(host)),
    ...(NUMERIC_URL.test(text) ? [text] : []),
  ]);
  return [...new Set(live)].map((host) =>
    say(
      path,
      `Cannot use ${quoted(host)} in ${quoted(name)}: expected a name below .example, .test or .invalid`,
    ),
  );
}
