// SPDX-License-Identifier: Apache-2.0
// What the pack knows about one id, as sections that text and JSON show alike.
import type { Pack } from '../model/index.ts';
import { policyText, windowText } from './policy-text.ts';
import { PROBLEM_CODES } from './problem-codes.ts';
import { inWords } from './words.ts';

export const EXPLANATION_SCHEMA = 'ensuresec/explanation/1';

export interface Section {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly code?: string }[];
}

export interface Explanation {
  readonly schema: typeof EXPLANATION_SCHEMA;
  readonly id: string;
  readonly kind: 'attack' | 'rule' | 'policy' | 'threat' | 'measure' | 'attacker' | 'problem' | 'event';
  readonly title: string;
  readonly text: string;
  readonly sections: readonly Section[];
}

type Item<K extends 'rules' | 'policies' | 'attacks' | 'threats' | 'attackers'> = Pack[K][number];

/** All ids that can be explained. */
export function explainableIds(pack: Pack): readonly string[] {
  return [...pack.attacks, ...pack.rules, ...pack.policies, ...pack.threats, ...pack.attackers]
    .map((item) => item.id)
    .concat([...pack.words.measure.keys()]);
}

/** @param id one of `explainableIds`. */
export function explanationOf(id: string, pack: Pack): Explanation | undefined {
  const attack = pack.attacks.find((each) => each.id === id);
  if (attack !== undefined) return ofAttack(attack, pack);
  const rule = pack.rules.find((each) => each.id === id);
  if (rule !== undefined) return ofRule(rule, pack);
  const policy = pack.policies.find((each) => each.id === id);
  if (policy !== undefined) return ofPolicy(policy, pack);
  const threat = pack.threats.find((each) => each.id === id);
  if (threat !== undefined) return ofThreat(threat, pack);
  const attacker = pack.attackers.find((each) => each.id === id);
  if (attacker !== undefined) return ofAttacker(attacker, pack);
  return pack.words.measure.has(id) ? ofMeasure(id, pack) : undefined;
}

/** What an error code means. */
export function problemExplanation(code: string): Explanation | undefined {
  const text = PROBLEM_CODES[code];
  return text === undefined
    ? undefined
    : { schema: EXPLANATION_SCHEMA, id: code, kind: 'problem', title: code, text: `${text}.`, sections: [] };
}

function ofAttack(attack: Item<'attacks'>, pack: Pack): Explanation {
  return made('attack', attack.id, english(attack.title), english(attack.impact), [
    { title: 'It succeeds on an asset when', lines: premises(attack.when, pack) },
    { title: `Severity ${attack.severity}, stage`, lines: [{ text: stageName(attack.stage, pack) }] },
    { title: 'Threats', lines: threatLines(attack.threats, pack) },
    {
      title: 'Techniques',
      lines: list(
        attack.threats.flatMap(
          (number) => pack.threats.find((threat) => threat.number === number)?.techniques ?? [],
        ),
      ),
    },
    {
      title: 'Measures',
      lines: measureLines(
        attack.threats.flatMap(
          (number) => pack.threats.find((threat) => threat.number === number)?.controls ?? [],
        ),
        pack,
      ),
    },
  ]);
}

function ofRule(rule: Item<'rules'>, pack: Pack): Explanation {
  const measures = (rule.unless ?? []).flatMap(
    (atom) => /^measure\([^,]+,\s*'?([^')]+)'?\)$/.exec(atom)?.[1] ?? [],
  );
  return made(
    'rule',
    rule.id,
    english(rule.title),
    rule.explain === undefined
      ? 'Bookkeeping of the model, not an act of the attacker.'
      : english(rule.explain),
    [
      { title: 'Then', lines: premises([rule.then], pack) },
      { title: 'When', lines: premises(rule.when, pack) },
      { title: 'Unless', lines: premises(rule.unless ?? [], pack) },
      {
        title: 'In a proof it reads',
        lines: rule.narrate === undefined ? [] : [{ text: english(rule.narrate) }],
      },
      {
        title: 'Time',
        lines:
          rule.days === undefined
            ? []
            : [{ text: `${rule.days} days on average${rule.prior === undefined ? '' : ` (${rule.prior})`}` }],
      },
      { title: 'Techniques', lines: list(rule.techniques ?? []) },
      { title: 'Measures that disable it', lines: measureLines(measures, pack) },
      { title: 'Threats', lines: threatLines(rule.threats ?? [], pack) },
      { title: 'References', lines: list(rule.references ?? []) },
      { title: 'Tests', lines: testLines(rule, pack) },
    ],
  );
}

function ofPolicy(policy: Item<'policies'>, pack: Pack): Explanation {
  const { windows = {}, unless = [] } = policy;
  return made('policy', policy.id, english(policy.title), english(policy.explain), [
    { title: 'Looks at', lines: [{ text: policyText(policy) }] },
    {
      title: 'Around it',
      lines: Object.entries(windows).map(([name, pattern]) => ({
        code: name,
        text: windowText(pattern, policy.per),
      })),
    },
    { title: 'Must hold', lines: policy.must.map(({ that }) => ({ text: that })) },
    { title: 'Or else it says', lines: policy.must.map(({ say }) => ({ text: english(say) })) },
    { title: 'Unless', lines: unless.map((text) => ({ text })) },
    { title: `Level ${policy.level}, stage`, lines: [{ text: stageName(policy.stage, pack) }] },
    { title: 'Techniques', lines: list(policy.techniques ?? []) },
    { title: 'Threats', lines: threatLines(policy.threats, pack) },
    { title: 'References', lines: list(policy.references) },
    {
      title: 'Tests',
      lines: [
        { text: `Hit: ${happenedText(policy.hit)}, it fires` },
        { text: `Miss: ${happenedText(policy.miss)}, it does not` },
      ],
    },
  ]);
}

function happenedText(events: readonly { readonly type: string }[]): string {
  const types = [...new Set(events.map(({ type }) => type))];
  return `on its ${events.length} ${events.length === 1 ? 'event' : 'events'} (${types.join(', ')})`;
}

/** The hit and the miss that every rule is loaded with. */
function testLines({ hit, miss }: Item<'rules'>, pack: Pack): Section['lines'] {
  const given =
    hit.given === undefined || hit.given.length === 0
      ? ''
      : ` and ${hit.given.map((atom) => inWords(atom, pack)).join(', and ')}`;
  const change =
    miss.install !== undefined
      ? `with ${miss.install.map((each) => `${each.measure} on ${each.on}`).join(', ')}`
      : miss.model !== undefined
        ? 'on another model'
        : 'without what the hit is given';
  return [
    {
      text: `Hit: on its small model${given}, it derives that ${inWords(hit.expect, pack)}`,
      code: hit.expect,
    },
    { text: `Miss: ${change}, it does not` },
  ];
}

function ofThreat(threat: Item<'threats'>, pack: Pack): Explanation {
  const cites = (each: { readonly threats?: readonly number[] | undefined }): boolean =>
    each.threats?.includes(threat.number) === true;
  return made('threat', threat.id, `${threat.number}. ${english(threat.title)}`, english(threat.text), [
    { title: 'Impact', lines: [{ text: english(threat.impact) }] },
    { title: 'Stage', lines: [{ text: stageName(threat.stage, pack) }] },
    {
      title: 'Seen by',
      lines: threat.evidence.map((each) => ({ code: each.event, text: english(each.clue) })),
    },
    { title: 'Techniques', lines: list(threat.techniques) },
    { title: 'Measures', lines: measureLines(threat.controls, pack) },
    {
      title: 'Attacks that prove it',
      lines: pack.attacks.filter(cites).map((attack) => ({ code: attack.id, text: english(attack.title) })),
    },
    {
      title: 'Policies that watch it',
      lines: pack.policies.filter(cites).map((policy) => ({ code: policy.id, text: english(policy.title) })),
    },
    {
      title: 'Rules that model it',
      lines: pack.rules.filter(cites).map((rule) => ({ code: rule.id, text: english(rule.title) })),
    },
  ]);
}

function ofAttacker(attacker: Item<'attackers'>, pack: Pack): Explanation {
  const starts = attacker.starts.map((start) => ({
    code: start.then,
    text: `${inWords(start.then, pack)}${start.when === undefined || start.when.length === 0 ? '' : `, when ${start.when.map((atom) => inWords(atom, pack)).join(' and ')}`}`,
  }));
  return made('attacker', attacker.id, english(attacker.title), english(attacker.text), [
    { title: 'Starts with', lines: starts },
  ]);
}

function ofMeasure(id: string, pack: Pack): Explanation {
  const word = pack.words.measure.get(id);
  const stops = pack.rules.filter((rule) =>
    rule.unless?.some(
      (atom) => atom.startsWith('measure(') && new RegExp(`[\\s,']${escapeRegExp(id)}'?\\)$`).test(atom),
    ),
  );
  return made(
    'measure',
    id,
    word === undefined ? id : english(word.name),
    word?.text === undefined ? '' : english(word.text),
    [
      {
        title: 'Usual cost',
        lines: word?.cost === undefined ? [] : [{ text: `EUR ${word.cost} in the first year` }],
      },
      { title: 'Disables', lines: stops.map((rule) => ({ code: rule.id, text: english(rule.title) })) },
      {
        title: 'Advised against',
        lines: threatLines(
          pack.threats.filter((threat) => threat.controls.includes(id)).map((threat) => threat.number),
          pack,
        ),
      },
      { title: 'References', lines: list(word?.references ?? []) },
    ],
  );
}

function made(
  kind: Explanation['kind'],
  id: string,
  title: string,
  text: string,
  sections: readonly Section[],
): Explanation {
  return {
    schema: EXPLANATION_SCHEMA,
    id,
    kind,
    title,
    text,
    sections: sections.filter((section) => section.lines.length > 0),
  };
}

function premises(atoms: readonly string[], pack: Pack): Section['lines'] {
  return atoms.map((atom) => ({ code: atom, text: inWords(atom, pack) }));
}

function list(items: readonly string[]): Section['lines'] {
  return items.length === 0 ? [] : [{ text: [...new Set(items)].join(', ') }];
}

function threatLines(numbers: readonly number[], pack: Pack): Section['lines'] {
  return [...new Set(numbers)].map((number) => {
    const threat = pack.threats.find((each) => each.number === number);
    return threat === undefined
      ? { text: `threat ${number}` }
      : { code: threat.id, text: english(threat.title) };
  });
}

function measureLines(ids: readonly string[], pack: Pack): Section['lines'] {
  return [...new Set(ids)].map((id) => ({ code: id, text: pack.words.measure.get(id)?.name['en'] ?? id }));
}

function stageName(stage: string, pack: Pack): string {
  return pack.words.stage.get(stage)?.name['en'] ?? stage;
}

function english(text: Readonly<Record<string, string>>): string {
  return text['en'] ?? '';
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
