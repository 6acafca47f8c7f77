// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import { didYouMean } from '../issues.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../words.ts';
import { hitBy } from './cascade.ts';
import { gameProblems } from './game-checks.ts';
import { obligationMentions } from './obligation-checks.ts';
import type { PackItems, Placed, WordKind } from './pack.ts';
import { playbookProblems } from './playbook-checks.ts';
import { playbookTextProblems } from './playbook-text-checks.ts';
import { lostRefinements } from './refined.ts';
import type { EventTypeSource, FieldMapping, Word } from './schema.ts';
import { threatMentions } from './threat-checks.ts';
import { titleProblems } from './title-checks.ts';

/** What is wrong between the items of a pack; `all` holds those of the used packs, too, `own` only those to report on. */
export function packProblems(all: PackItems, own: PackItems, pack: string): readonly Problem[] {
  const words = new Map(all.words.map((word) => [`${word.kind} ${word.id}`, word]));
  return [
    ...duplicates(all, own),
    ...prefixes(own, pack),
    ...generalWords(own, words),
    ...mentions(own, words),
    ...eventMentions(all, own),
    ...unknownRefined(all, own),
    ...threatMentions(all, own),
    ...obligationMentions(all, own),
    ...gameProblems(all, own),
    ...playbookProblems(all, own),
    ...playbookTextProblems(all, own),
    ...titleProblems(all, own),
  ];
}

function duplicates(all: PackItems, own: PackItems): Problem[] {
  const mine = new Set<unknown>(Object.values(own).flat());
  const word = ({ kind, id }: Word) => `${kind} ${id}`;
  return [
    ...twice(all.words, mine, 'word', word),
    ...twice(all.predicates, mine, 'predicate', ({ id }) => id),
    ...twice(all.rules, mine, 'rule', ({ id }) => id),
    ...twice(all.attacks, mine, 'attack', ({ id }) => id),
    ...twice(all.attackers, mine, 'attacker', ({ id }) => id),
    ...twice(all.hypotheses, mine, 'hypothesis', ({ id }) => id),
    ...twice(all.failures, mine, 'failure', ({ id }) => id),
    ...twice(all.threats, mine, 'threat', ({ id }) => id),
    ...twice(all.threats, mine, 'threat number', ({ number }) => String(number)),
    ...twice(all.sources, mine, 'source', ({ id }) => id),
    ...twice(all.formats, mine, 'format', ({ id }) => id),
    ...twice(all.events, mine, 'event type', ({ id }) => id),
    ...twice(all.mappings, mine, 'mapping', ({ id }) => id),
    ...twice(all.senders, mine, 'sender', ({ id }) => id),
    ...twice(all.detections, mine, 'detection', ({ id }) => id),
    ...twice(all.derivations, mine, 'derivation', ({ id }) => id),
    ...twice(all.policies, mine, 'policy', ({ id }) => id),
    ...twice(all.baselines, mine, 'baseline', ({ id }) => id),
    ...twice(all.invariants, mine, 'invariant', ({ id }) => id),
    ...twice(all.workflows, mine, 'workflow', ({ id }) => id),
    ...twice(all.scenarios, mine, 'scenario', ({ id }) => id),
    ...twice(all.contradictions, mine, 'contradiction', ({ id }) => id),
    ...twice(all.observations, mine, 'observation', ({ id }) => id),
    ...twice(all.refinements, mine, 'refinement', ({ id }) => id),
    ...effectsTwice(all, mine),
    ...twice(all.recoveries, mine, 'recovery', ({ type }) => type),
    ...twice(all.inferences, mine, 'inference', ({ type }) => type),
    ...twice(all.incidentFields, mine, 'incident field', ({ id }) => id),
    ...twice(all.obligations, mine, 'obligation', ({ id }) => id),
    ...twice(all.drills, mine, 'exercise', ({ id }) => id),
    ...twice(all.drillWords, mine, 'words of exercises', ({ language }) => language),
    ...twice(all.games, mine, 'game', ({ id }) => id),
    ...twice(all.gameItems, mine, 'set of game items', ({ game, language }) => `${game} ${language}`),
    ...twice(all.gameWords, mine, 'words of games', ({ language }) => language),
    ...twice(all.notices, mine, 'notice', ({ id }) => id),
    ...twice(all.statusPages, mine, 'status page', ({ id }) => id),
    ...twice(all.reportForms, mine, 'report form', ({ id }) => id),
    ...twice(all.pageFields, mine, 'page field', ({ id }) => id),
    ...twice(all.pageHosts, mine, 'page hosts', ({ id }) => id),
    ...twice(all.pageFindings, mine, 'page finding', ({ id }) => id),
    ...twice(all.brandWords, mine, 'brand words', ({ id }) => id),
    ...twice(all.brandSigns, mine, 'brand sign', ({ id }) => id),
    ...twice(all.pageFindings, mine, 'page finding of kind', ({ kind }) => kind),
    ...twice(all.responders, mine, 'responder', ({ id }) => id),
    ...twice(all.playbooks, mine, 'playbook', ({ id }) => id),
    ...twice(
      all.playbookTexts,
      mine,
      'text of a playbook',
      ({ playbook, language }) => `${playbook} ${language}`,
    ),
  ];
}

/** A measure may do different things to different types of assets, and one thing to each. */
function effectsTwice({ effects }: PackItems, mine: ReadonlySet<unknown>): Problem[] {
  const pairs = effects.flatMap((each) =>
    (each.types ?? ['all types']).map((type) => ({
      ...each,
      name: `${each.measure} for ${type}`,
      isMine: mine.has(each),
    })),
  );
  return twice(pairs, new Set(pairs.filter(({ isMine }) => isMine)), 'effect', ({ name }) => name);
}

function twice<T>(
  items: readonly Placed<T>[],
  mine: ReadonlySet<unknown>,
  noun: string,
  name: (item: Placed<T>) => string,
): Problem[] {
  const first = new Map<string, Placed<T>>();
  return items.flatMap((item): Problem[] => {
    const before = first.get(name(item));
    if (before === undefined) {
      first.set(name(item), item);
      return [];
    }
    if (!mine.has(item)) return [];
    const where = `${before.at.file}:${before.at.line}`;
    return [
      {
        code: 'PACK_DUPLICATE_ID',
        severity: 'error',
        message: `The ${noun} ${quoted(name(item))} is already defined in ${where}: expected it once`,
        at: item.at,
      },
    ];
  });
}

/** Ids are `pack/kind/slug`, so that two packs cannot mean different things by one id. */
function prefixes(own: PackItems, pack: string): Problem[] {
  const check = (items: readonly Placed<{ readonly id: string }>[], kind: string) =>
    items
      .filter(({ id }) => !id.startsWith(`${pack}/${kind}/`))
      .map((item) =>
        error(
          'PACK_BAD_ID',
          `Cannot use ${quoted(item.id)} as the id of a ${kind}: expected it to start with \`${pack}/${kind}/\``,
          item,
          ['id'],
        ),
      );
  if (pack === '') return [];
  return [
    ...check(own.rules, 'rule'),
    ...check(own.attacks, 'attack'),
    ...check(own.attackers, 'attacker'),
    ...check(own.threats, 'threat'),
    ...check(own.sources, 'source'),
    ...check(own.formats, 'format'),
    ...check(own.mappings, 'mapping'),
    ...check(own.senders, 'sender'),
    ...check(own.detections, 'detection'),
    ...check(own.derivations, 'derivation'),
    ...check(own.policies, 'policy'),
    ...check(own.baselines, 'baseline'),
    ...check(own.invariants, 'invariant'),
    ...check(own.workflows, 'workflow'),
    ...check(own.scenarios, 'scenario'),
    ...check(own.contradictions, 'contradiction'),
    ...check(own.observations, 'observation'),
    ...check(own.refinements, 'refinement'),
    ...check(own.obligations, 'obligation'),
    ...check(own.drills, 'drill'),
    ...check(own.games, 'game'),
    ...check(own.notices, 'notice'),
    ...check(own.statusPages, 'status-page'),
    ...check(own.reportForms, 'report-form'),
    ...check(own.pageFields, 'page-field'),
    ...check(own.pageHosts, 'page-host'),
    ...check(own.pageFindings, 'page'),
    ...check(own.brandWords, 'brand-words'),
    ...check(own.brandSigns, 'brand-sign'),
    ...check(own.playbooks, 'playbook'),
  ];
}

function error(code: string, message: string, item: Placed<object>, path: Path): Problem {
  return { code, severity: 'error', message, at: item.locate(path) };
}

function generalWords(own: PackItems, words: ReadonlyMap<string, Placed<Word>>): Problem[] {
  return own.words.flatMap((word) => {
    const unknown = (word.is ?? []).flatMap((general, index) =>
      mention(word, ['is', index], word.kind, general, words),
    );
    return unknown.length > 0 || !comesBack(word, words)
      ? unknown
      : [
          error(
            'PACK_CYCLE',
            `The word ${quoted(word.id)} comes back to itself through \`is\`: expected no loop`,
            word,
            ['is'],
          ),
        ];
  });
}

function comesBack(word: Placed<Word>, words: ReadonlyMap<string, Placed<Word>>): boolean {
  const seen = new Set(word.is ?? []);
  for (const general of seen) {
    for (const next of words.get(`${word.kind} ${general}`)?.is ?? []) seen.add(next);
  }
  return seen.has(word.id);
}

function cascadeMentions(own: PackItems, words: ReadonlyMap<string, Placed<Word>>): Problem[] {
  return [
    ...own.recoveries.flatMap((each) => mention(each, ['type'], 'asset', each.type, words)),
    ...own.inferences.flatMap((each) => mention(each, ['type'], 'asset', each.type, words)),
    ...own.effects.flatMap((each) => [
      ...mention(each, ['measure'], 'measure', each.measure, words),
      ...(['types', 'except'] as const).flatMap((key) =>
        (each[key] ?? []).flatMap((type, at) => mention(each, [key, at], 'asset', type, words)),
      ),
      ...(['check', 'watch'] as const).flatMap((key) =>
        (each[key]?.data ?? []).flatMap((word, at) => mention(each, [key, 'data', at], 'data', word, words)),
      ),
    ]),
    ...own.scenarios.flatMap((scenario) =>
      scenario.happenings.flatMap((happening, index) => {
        const { kind, types } = hitBy(happening);
        return [
          ...types.flatMap((type, at) =>
            mention(scenario, ['happenings', index, kind, at], 'asset', type, words),
          ),
          ...('data' in happening && happening.data !== undefined
            ? mention(scenario, ['happenings', index, 'data'], 'data', happening.data, words)
            : []),
          ...(happening.stoppedBy ?? []).flatMap((measure, at) =>
            mention(scenario, ['happenings', index, 'stoppedBy', at], 'measure', measure, words),
          ),
        ];
      }),
    ),
  ];
}

function mentions(own: PackItems, words: ReadonlyMap<string, Placed<Word>>): Problem[] {
  return [
    ...own.words.flatMap((word) =>
      word.stage === undefined ? [] : mention(word, ['stage'], 'stage', word.stage, words),
    ),
    ...own.hints.flatMap((hint) =>
      mention(hint, ['type'], hint.on === 'data' ? 'data' : 'asset', hint.type, words),
    ),
    ...cascadeMentions(own, words),
    ...own.observations.flatMap((each) => [
      ...(each.shows === 'bound' ? mention(each, ['measure'], 'measure', each.measure, words) : []),
      ...(each.shows === 'right' ? mention(each, ['right'], 'right', each.right, words) : []),
    ]),
    ...own.attacks.flatMap((attack) => mention(attack, ['stage'], 'stage', attack.stage, words)),
    ...own.events.flatMap((event) => [
      ...(event.stage === undefined ? [] : mention(event, ['stage'], 'stage', event.stage, words)),
      ...event.keys.flatMap((key, index) => mention(event, ['keys', index], 'key', key, words)),
    ]),
    ...own.policies.flatMap((policy) => [
      ...mention(policy, ['stage'], 'stage', policy.stage, words),
      ...policy.per.flatMap((key, index) => mention(policy, ['per', index], 'key', key, words)),
    ]),
    ...own.threats.flatMap((threat) => [
      ...mention(threat, ['stage'], 'stage', threat.stage, words),
      ...threat.controls.flatMap((control, index) =>
        mention(threat, ['controls', index], 'measure', control, words),
      ),
    ]),
  ];
}

function unknownRefined(all: PackItems, own: PackItems): Problem[] {
  return lostRefinements(own.refinements, all.policies, all.baselines).map(({ at, of, expected }) => ({
    code: 'PACK_UNKNOWN_REFINED',
    severity: 'error',
    message: `Cannot find ${quoted(of)}: expected ${expected} of this pack or of one it uses`,
    at,
  }));
}

/** Threats and detections speak of events by their type. */
function eventMentions(all: PackItems, own: PackItems): Problem[] {
  const known = all.events.map(({ id }) => id);
  const check = (item: Placed<object>, path: Path, id: string): Problem[] =>
    known.includes(id)
      ? []
      : [
          {
            ...error(
              'PACK_UNKNOWN_EVENT',
              `Cannot find ${quoted(id)}: expected an event type that this pack or one it uses defines`,
              item,
              path,
            ),
            ...didYouMean(nearest(id, known)),
          },
        ];
  return [
    ...own.threats.flatMap((threat) =>
      threat.evidence.flatMap(({ event }, index) => check(threat, ['evidence', index, 'event'], event)),
    ),
    ...own.mappings.flatMap((mapping) => [
      ...check(mapping, ['type'], mapping.type),
      ...undeclared(
        mapping,
        all.events.find(({ id }) => id === mapping.type),
      ),
    ]),
    ...own.observations.flatMap((each) => check(each, ['event'], each.event)),
    ...own.baselines.flatMap((baseline) => [
      ...baseline.events.flatMap((type, index) => check(baseline, ['events', index], type)),
      ...(['hit', 'miss'] as const).flatMap((side) =>
        baseline[side].flatMap(({ type }, index) => check(baseline, [side, index, 'type'], type)),
      ),
    ]),
    ...[...own.detections, ...own.policies].flatMap((item) =>
      (['hit', 'miss'] as const).flatMap((side) =>
        item[side].flatMap(({ type }, index) => check(item, [side, index, 'type'], type)),
      ),
    ),
    ...own.policies.flatMap((policy) => [
      ...typesIn(policy.on.event).flatMap(([type, path]) => check(policy, ['on', 'event', ...path], type)),
      ...Object.entries(policy.windows ?? {}).flatMap(([name, { event }]) =>
        typesIn(event).flatMap(([type, path]) => check(policy, ['windows', name, 'event', ...path], type)),
      ),
    ]),
  ];
}

function typesIn(event: string | readonly string[]): readonly (readonly [string, Path])[] {
  return typeof event === 'string' ? [[event, []]] : event.map((type, index) => [type, [index]]);
}

/** A mapping fills only what the type of the event declares. */
function undeclared(mapping: Placed<FieldMapping>, type: Placed<EventTypeSource> | undefined): Problem[] {
  if (type === undefined) return [];
  const check = (section: 'keys' | 'data', known: readonly string[]) =>
    Object.keys(mapping[section] ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => ({
        ...error(
          'PACK_UNKNOWN_FIELD',
          `Cannot find ${quoted(name)} in ${section} of ${quoted(type.id)}: expected one that the event type declares`,
          mapping,
          [section, name],
        ),
        ...didYouMean(nearest(name, known)),
      }));
  return [...check('keys', type.keys), ...check('data', Object.keys(type.fields))];
}

function mention(
  item: Placed<object>,
  path: Path,
  kind: WordKind,
  id: string,
  words: ReadonlyMap<string, Placed<Word>>,
): Problem[] {
  if (words.has(`${kind} ${id}`)) return [];
  const known = [...words.values()].filter((word) => word.kind === kind).map((word) => word.id);
  const expected = kind === 'asset' ? 'an asset type' : `a ${kind}`;
  return [
    {
      ...error(
        'PACK_UNKNOWN_WORD',
        `Cannot find ${quoted(id)}: expected ${expected} that this pack or one it uses defines`,
        item,
        path,
      ),
      ...didYouMean(nearest(id, known)),
    },
  ];
}
