// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../core/problem.ts';
import { fixturePack, PACK_FILES, packSource } from '../pack-fixture.ts';
import { loadPack } from './load.ts';
import type { Pack } from './pack.ts';

const shown = ({ at, code, message, hint }: Problem) =>
  `${at.file}:${at.line}:${at.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;

const manifest = (id: string, uses = '') =>
  `id: ${id}\nversion: 1.0.0\nname: { en: X }\ntext: { en: X }\nlicense: Apache-2.0\n${uses}`;

/** A pack `x` that uses the pack of the tests. */
function loadX(text: string, used: readonly Pack[] = [fixturePack()]): ReturnType<typeof loadPack> {
  return loadPack(
    [packSource('pack.yaml', manifest('x', 'uses: [common]\n')), packSource('a.yaml', text)],
    used,
  );
}

const RULE = `rules:
  - id: x/rule/one
    title: { en: One }
    group: network
    then: reads(A, secrets)
    when: ['controls(A)', 'stores(A, secrets)']
    structural: true
    hit: { given: ['controls(web)'], expect: 'reads(web, secrets)' }
    miss: { given: [] }
`;

const THREAT = `threats:
  - number: 7
    id: x/threat/loss
    stage: operate
    title: { en: Loss }
    text: { en: Loss }
    techniques: [T1190]
    evidence: [{ event: badge.event, clue: { en: Many } }]
    controls: [mfa]
    impact: { en: Loss }
`;

const EFFECT = `  - measure: mfa
    types: [server]
    except: [system]
    repair: { times: 0.5 }
    explain: { en: Half }
    basis: Assumption
`;

describe('loadPack', () => {
  test('holds the items of the packs it uses, theirs first', () => {
    const { value, problems } = loadX(
      `${RULE}words:\n  - { id: web, kind: asset, is: [server], name: { en: Web } }\n`,
    );
    expect(problems).toEqual([]);
    expect(value?.packs).toEqual(['common', 'x']);
    expect([...(value?.words.asset.keys() ?? [])]).toEqual(['system', 'server', 'web']);
    expect(value?.words.asset.get('server')?.pack).toBe('common');
    expect(value?.rules.map(({ id, pack }) => `${pack} ${id}`)).toEqual(['x x/rule/one']);
    expect(value?.attacks.map(({ id }) => id)).toEqual(['common/attack/read']);
  });

  test('takes two effects of a measure on different types', () => {
    const { value, problems } = loadX(`effects:\n${EFFECT}${EFFECT.replace('[server]', '[system]')}`);
    expect(problems).toEqual([]);
    expect(value?.effects.map(({ types }) => types)).toEqual([['server'], ['system']]);
  });

  test('places items and their parts', () => {
    const rule = loadX(RULE).value?.rules[0];
    expect(rule?.at).toEqual({ file: 'a.yaml', line: 2, column: 5 });
    expect(rule?.locate(['when', 1])).toEqual({ file: 'a.yaml', line: 6, column: 27 });
  });

  test('knows the more general words, nearest first', () => {
    const text = `words:
  - { id: web, kind: asset, is: [server, thing], name: { en: Web } }
  - { id: thing, kind: asset, name: { en: Thing } }
`;
    const pack = loadX(text).value;
    expect(pack?.ancestors('asset', 'web')).toEqual(['web', 'server', 'thing', 'system']);
    expect(pack?.ancestors('asset', 'system')).toEqual(['system']);
    expect(pack?.ancestors('zone', 'nowhere')).toEqual(['nowhere']);
  });

  test('digests content and used packs, not layout', () => {
    const [first, ...rest] = PACK_FILES;
    const digest = (files: readonly (typeof PACK_FILES)[number][]) => loadPack(files, []).value?.sha256;
    const commented = packSource('pack.yaml', `# Layout\n${new TextDecoder().decode(first?.bytes)}`);
    expect(digest([commented, ...rest])).toBe(fixturePack().sha256);
    expect(digest([...PACK_FILES].reverse())).toBe(fixturePack().sha256);
    const more = packSource('z.yaml', 'words:\n  - { id: more, kind: data, name: { en: More } }\n');
    const grown = loadPack([...PACK_FILES, more], []).value as Pack;
    expect(grown.sha256).not.toBe(fixturePack().sha256);
    expect(loadX(RULE).value?.sha256).not.toBe(loadX(RULE, [grown]).value?.sha256);
  });

  test('is frozen', () => {
    const pack = fixturePack();
    expect(Object.isFrozen(pack)).toBe(true);
    expect(Object.isFrozen(pack.attacks[0])).toBe(true);
    expect(Object.isFrozen(pack.attacks[0]?.when)).toBe(true);
  });

  test('takes a pack that two others use once', () => {
    const common = fixturePack();
    const middle = (id: string) => loadPack([packSource('pack.yaml', manifest(id))], [common]).value as Pack;
    const { value, problems } = loadX('', [middle('a'), middle('b')]);
    expect(problems).toEqual([]);
    expect(value?.packs).toEqual(['common', 'a', 'b', 'x']);
    expect(value?.attacks).toHaveLength(1);
  });
});

/** What it is, the text of a file of the pack, the problems. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a word of a used pack',
    'words:\n  - { id: mfa, kind: measure, name: { en: M } }\n',
    [
      'a.yaml:2:5 PACK_DUPLICATE_ID The word `measure mfa` is already defined in words.yaml:10: expected it once',
    ],
  ],
  [
    'an unknown more general word',
    'words:\n  - { id: web, kind: asset, is: [sever], name: { en: W } }\n',
    [
      'a.yaml:2:34 PACK_UNKNOWN_WORD Cannot find `sever`: expected an asset type that this pack or one it uses defines | Did you mean `server`?',
    ],
  ],
  [
    'words that are more general than each other',
    'words:\n  - { id: a, kind: data, is: [b], name: { en: A } }\n  - { id: b, kind: data, is: [a], name: { en: B } }\n',
    [
      'a.yaml:2:30 PACK_CYCLE The word `a` comes back to itself through `is`: expected no loop',
      'a.yaml:3:30 PACK_CYCLE The word `b` comes back to itself through `is`: expected no loop',
    ],
  ],
  [
    'a word without English',
    'words:\n  - { id: a, kind: data, name: { de: A } }\n',
    [
      'a.yaml:2:32 PACK_BAD_VALUE Cannot use a section with `de` as `name` of word `a`: text in English (`en`) is missing',
    ],
  ],
  [
    'a language that is none',
    'words:\n  - { id: a, kind: data, name: { en: A, english: A } }\n',
    [
      'a.yaml:2:41 PACK_BAD_VALUE Cannot use `english` as a key of `name` of word `a`: expected a text that matches /^[a-z]{2}(?:-[A-Z]{2})?$/',
    ],
  ],
  [
    'a kind there is not',
    'words:\n  - { id: a, kind: date, name: { en: A } }\n',
    [
      'a.yaml:2:20 PACK_BAD_VALUE Cannot use `date` as `kind` of word `a`: expected one of asset, zone, person, supplier, data, class, right, property, credential, measure, barrier, stage, key | Did you mean `data`?',
    ],
  ],
  [
    'an unknown section',
    'rulez: []\n',
    [
      'a.yaml:1:1 PACK_UNKNOWN_KEY Unknown key `rulez` in the file: expected words, hints, predicates, rules, attacks, attackers, hypotheses, failures, threats, sources, formats, events, mappings, senders, detections, derivations, policies, baselines, invariants, workflows, recoveries, effects, inferences, scenarios, contradictions, observations, refinements, incidentFields, obligations, drills, drillWords, games, gameItems, gameWords, notices, statusPages, reportForms, pageFields, pageHosts, pageFindings, brandWords, brandSigns, responders, playbooks, playbookTexts, titles | Did you mean `rules`?',
    ],
  ],
  [
    'a rule without a miss',
    RULE.replace(/ {4}miss.*\n/, ''),
    [
      'a.yaml:2:5 PACK_MISSING_KEY The key `miss` is missing in rule `x/rule/one`: expected a section with `model`, `given`, `install`',
    ],
  ],
  [
    'an id of another pack',
    RULE.replace('x/rule', 'y/rule'),
    [
      'a.yaml:2:9 PACK_BAD_ID Cannot use `y/rule/one` as the id of a rule: expected it to start with `x/rule/`',
    ],
  ],
  [
    'a technique that is none',
    THREAT.replace('T1190', 'T1'),
    [
      'a.yaml:7:18 PACK_BAD_VALUE Cannot use `T1` as `techniques[0]` of threat `x/threat/loss`: expected an ATT&CK, F3, CAPEC, CWE or OAT id',
    ],
  ],
  [
    'an unknown event type',
    THREAT.replace('badge.event', 'badge.evnt'),
    [
      'a.yaml:8:25 PACK_UNKNOWN_EVENT Cannot find `badge.evnt`: expected an event type that this pack or one it uses defines | Did you mean `badge.event`?',
    ],
  ],
  [
    'an unknown stage',
    THREAT.replace('operate', 'operat'),
    [
      'a.yaml:4:12 PACK_UNKNOWN_WORD Cannot find `operat`: expected a stage that this pack or one it uses defines | Did you mean `operate`?',
    ],
  ],
  [
    'an unknown measure',
    THREAT.replace('[mfa]', '[mfa, nothing]'),
    [
      'a.yaml:9:21 PACK_UNKNOWN_WORD Cannot find `nothing`: expected a measure that this pack or one it uses defines',
    ],
  ],
  [
    'a threat number twice',
    `${THREAT}${THREAT.replace('threats:\n', '').replace('loss', 'other')}`,
    ['a.yaml:11:5 PACK_DUPLICATE_ID The threat number `7` is already defined in a.yaml:2: expected it once'],
  ],
  [
    'two effects of a measure on one type',
    `effects:\n${EFFECT.replace('[server]', '[server, system]')}${EFFECT}`,
    [
      'a.yaml:8:5 PACK_DUPLICATE_ID The effect `mfa for server` is already defined in a.yaml:2: expected it once',
    ],
  ],
  [
    'an effect on no known type',
    `effects:\n${EFFECT.replace('[system]', '[sister]')}`,
    [
      'a.yaml:4:14 PACK_UNKNOWN_WORD Cannot find `sister`: expected an asset type that this pack or one it uses defines | Did you mean `system`?',
    ],
  ],
  [
    'the number of no threat',
    `${THREAT}${RULE.replace('miss:', 'threats: [7, 8]\n    miss:')}`,
    [
      'a.yaml:19:18 PACK_UNKNOWN_THREAT Cannot find the threat 8: expected the `number` of a threat that this pack or one it uses defines',
    ],
  ],
  [
    'a hint at nothing',
    'hints:\n  - { on: name, words: [db], type: databse, confidence: 0.5 }\n',
    [
      'a.yaml:2:36 PACK_UNKNOWN_WORD Cannot find `databse`: expected an asset type that this pack or one it uses defines',
    ],
  ],
  [
    'text that is not YAML',
    'words: [ {',
    [
      'a.yaml:1:11 DOCUMENT_YAML_SYNTAX Cannot read this as YAML: unexpected end of the stream within a flow collection',
    ],
  ],
];

describe('loadPack refuses', () => {
  test.each(BROKEN)('%s', (_, text, expected) => {
    const { value, problems } = loadX(text);
    expect(problems.map(shown)).toEqual(expected);
    expect(value).toBeUndefined();
  });

  test('a folder without manifest', () => {
    expect(loadPack([packSource('a.yaml', RULE)], []).problems.map(shown)).toEqual([
      'pack.yaml:1:1 PACK_NO_MANIFEST Cannot find `pack.yaml`: expected it in the folder of the pack',
    ]);
  });

  test('a manifest of the wrong shape', () => {
    const { problems } = loadPack([packSource('pack.yaml', 'id: x\nversion: "1"\nuse: [common]\n')], []);
    expect(problems.map(shown)).toEqual([
      'pack.yaml:2:10 PACK_BAD_VALUE Cannot use the text `1` as `version`: expected a text that matches /^\\d+\\.\\d+\\.\\d+$/',
      'pack.yaml:1:1 PACK_MISSING_KEY The key `name` is missing in the file: expected a section with `en`, one text a language',
      'pack.yaml:1:1 PACK_MISSING_KEY The key `text` is missing in the file: expected a section with `en`, one text a language',
      'pack.yaml:1:1 PACK_MISSING_KEY The key `license` is missing in the file: expected a text',
      'pack.yaml:3:1 PACK_UNKNOWN_KEY Unknown key `use` in the file: expected id, version, name, text, uses, license | Did you mean `uses`?',
    ]);
  });
});
