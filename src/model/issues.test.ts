// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Problem } from '../core/problem.ts';
import { loadModel } from './load.ts';
import { fixturePack } from './pack-fixture.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = ({ at, code, message, hint }: Problem) =>
  `${at.line}:${at.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;

const HEAD = 'ensuresec: 1\nname: Demo\npack: common\n';

/** What it is, the text, the problems. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a list',
    '- a\n',
    [
      '1:1 MODEL_WRONG_TYPE Cannot use a list of 1 as the file: expected a section with `ensuresec`, `name`, `pack`',
    ],
  ],
  [
    'a word',
    'hello\n',
    [
      '1:1 MODEL_WRONG_TYPE Cannot use `hello` as the file: expected a section with `ensuresec`, `name`, `pack`',
    ],
  ],
  [
    'no version',
    'name: Demo\npack: common\n',
    [
      '1:1 MODEL_MISSING_KEY The key `ensuresec` is missing in the file: expected `1` (Version of the model format)',
    ],
  ],
  [
    'a version to come',
    'ensuresec: 2\nname: Demo\npack: common\n',
    ['1:12 MODEL_BAD_VALUE Cannot use `2` as `ensuresec`: expected `1` (Version of the model format)'],
  ],
  [
    'the version as a text',
    'ensuresec: "1"\nname: Demo\npack: common\n',
    [
      '1:12 MODEL_BAD_VALUE Cannot use the text `1` as `ensuresec`: expected `1` (Version of the model format) | Write it without quotes',
    ],
  ],
  [
    'no name',
    'ensuresec: 1\npack: common\n',
    ['1:1 MODEL_MISSING_KEY The key `name` is missing in the file: expected a text'],
  ],
  [
    'an empty name',
    'ensuresec: 1\nname: ""\npack: common\n',
    ['2:7 MODEL_BAD_VALUE Cannot use an empty text as `name`: expected at least 1 character'],
  ],
  [
    'a name of nothing',
    'ensuresec: 1\nname:\npack: common\n',
    ['2:1 MODEL_WRONG_TYPE Cannot use nothing as `name`: expected a text'],
  ],
  [
    'an unknown section',
    `${HEAD}asets: []
`,
    [
      '4:1 MODEL_UNKNOWN_KEY Unknown key `asets` in the file: expected ensuresec, name, pack, zones, assets, flows, barriers, people, identities, roles, credentials, suppliers, dependencies, crews, measures, workflows, attacks, attackers, assumptions, gaps | Did you mean `assets`?',
    ],
  ],
  [
    'a section nothing comes near',
    `${HEAD}qqqqqqqq: []
`,
    [
      '4:1 MODEL_UNKNOWN_KEY Unknown key `qqqqqqqq` in the file: expected ensuresec, name, pack, zones, assets, flows, barriers, people, identities, roles, credentials, suppliers, dependencies, crews, measures, workflows, attacks, attackers, assumptions, gaps',
    ],
  ],
  [
    'a section that is a section',
    `${HEAD}assets: {id: web}
`,
    ['4:9 MODEL_WRONG_TYPE Cannot use a section with `id` as `assets`: expected a list'],
  ],
  [
    'an asset that is a word',
    `${HEAD}assets: [web]
`,
    [
      '4:10 MODEL_WRONG_TYPE Cannot use `web` as `assets[0]`: expected a section with `id`, `type` (A thing that can be attacked: cyber, physical, human or third party)',
    ],
  ],
  [
    'an asset without id',
    `${HEAD}assets:
  - type: server
`,
    [
      '5:5 MODEL_MISSING_KEY The key `id` is missing in `assets[0]`: expected a text (A name, unique in the whole model)',
    ],
  ],
  [
    'an asset without type',
    `${HEAD}assets:
  - id: web
`,
    [
      '5:5 MODEL_MISSING_KEY The key `type` is missing in asset `web`: expected a text (Asset type of the pack)',
    ],
  ],
  [
    'an upper-case id',
    `${HEAD}assets:
  - id: Web
    type: server
`,
    [
      '5:9 MODEL_BAD_VALUE Cannot use `Web` as `id` of `assets[0]`: expected lower-case letters, digits and . _ / -, at most 128 characters',
    ],
  ],
  [
    'an id with a blank',
    `${HEAD}zones:
  - {id: my zone, type: network}
`,
    [
      '5:10 MODEL_BAD_VALUE Cannot use `my zone` as `id` of `zones[0]`: expected lower-case letters, digits and . _ / -, at most 128 characters',
    ],
  ],
  [
    'an id of 200 letters',
    `${HEAD}zones:
  - {id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, type: network}
`,
    [
      '5:10 MODEL_BAD_VALUE Cannot use `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` as `id` of `zones[0]`: expected lower-case letters, digits and . _ / -, at most 128 characters',
    ],
  ],
  [
    'a number as an id',
    `${HEAD}zones:
  - {id: 7, type: network}
`,
    [
      '5:10 MODEL_WRONG_TYPE Cannot use `7` as `id` of `zones[0]`: expected a text (A name, unique in the whole model)',
    ],
  ],
  [
    'an unknown key of an asset',
    `${HEAD}assets:
  - id: web
    type: server
    runOn: host
`,
    [
      '7:5 MODEL_UNKNOWN_KEY Unknown key `runOn` in asset `web`: expected id, type, zone, owner, runsOn, listens, software, stores, properties, vulnerabilities, measures, valuePerHour, recovery, delivers, records, name, note, source | Did you mean `runsOn`?',
    ],
  ],
  [
    'an unknown key with an empty value',
    `${HEAD}assets:
  - id: web
    type: server
    zoen:
`,
    [
      '7:5 MODEL_UNKNOWN_KEY Unknown key `zoen` in asset `web`: expected id, type, zone, owner, runsOn, listens, software, stores, properties, vulnerabilities, measures, valuePerHour, recovery, delivers, records, name, note, source | Did you mean `zone`?',
    ],
  ],
  [
    'an unknown key of a listener',
    `${HEAD}assets:
  - id: web
    type: server
    listens: [{port: 443, acepts: staff}]
`,
    [
      '7:27 MODEL_UNKNOWN_KEY Unknown key `acepts` in `listens[0]` of asset `web`: expected port, accepts, measures, source | Did you mean `accepts`?',
    ],
  ],
  [
    'a port out of range',
    `${HEAD}assets:
  - id: web
    type: server
    listens: [70000]
`,
    ['7:15 MODEL_BAD_VALUE Cannot use `70000` as `listens[0]` of asset `web`: expected at most 65535'],
  ],
  [
    'half a port',
    `${HEAD}assets:
  - id: web
    type: server
    listens: [80.5]
`,
    [
      '7:15 MODEL_WRONG_TYPE Cannot use `80.5` as `listens[0]` of asset `web`: expected a whole number or a text or a section with `port`',
    ],
  ],
  [
    'a port with a blank',
    `${HEAD}assets:
  - id: web
    type: server
    listens: [443, "80 tcp"]
`,
    [
      '7:20 MODEL_BAD_VALUE Cannot use the text `80 tcp` as `listens[1]` of asset `web`: expected a number, `443/tcp`, the name of a passage, or `any`',
    ],
  ],
  [
    'a port that is true',
    `${HEAD}assets:
  - id: web
    type: server
    listens: [true]
`,
    [
      '7:15 MODEL_WRONG_TYPE Cannot use `true` as `listens[0]` of asset `web`: expected a whole number or a text or a section with `port`',
    ],
  ],
  [
    'a negative value',
    `${HEAD}assets:
  - id: web
    type: server
    valuePerHour: -1
`,
    ['7:19 MODEL_BAD_VALUE Cannot use `-1` as `valuePerHour` of asset `web`: expected at least 0'],
  ],
  [
    'a value in words',
    `${HEAD}assets:
  - id: web
    type: server
    valuePerHour: much
`,
    [
      '7:19 MODEL_WRONG_TYPE Cannot use `much` as `valuePerHour` of asset `web`: expected a number (Loss in EUR per hour without it)',
    ],
  ],
  [
    'a status VEX does not have',
    `${HEAD}assets:
  - id: web
    type: server
    vulnerabilities: [{id: CVE-2027-1, status: afected}]
`,
    [
      '7:48 MODEL_BAD_VALUE Cannot use `afected` as `vulnerabilities[0].status` of asset `web`: expected one of affected, not_affected, fixed, under_investigation | Did you mean `affected`?',
    ],
  ],
  [
    'a source without file',
    `${HEAD}assets:
  - id: web
    type: server
    source: {line: 3}
`,
    [
      '7:13 MODEL_MISSING_KEY The key `file` is missing in `source` of asset `web`: expected a text (File that states the fact, relative to the model)',
    ],
  ],
  [
    'a source at line 0',
    `${HEAD}assets:
  - id: web
    type: server
    source: {file: a, line: 0}
`,
    ['7:29 MODEL_BAD_VALUE Cannot use `0` as `source.line` of asset `web`: expected at least 1'],
  ],
  [
    'a confidence over 1',
    `${HEAD}assets:
  - id: web
    type: server
    source: {file: a, confidence: 1.5}
`,
    ['7:35 MODEL_BAD_VALUE Cannot use `1.5` as `source.confidence` of asset `web`: expected at most 1'],
  ],
  [
    'a day that is none',
    `${HEAD}assets:
  - id: web
    type: server
    source: {file: a, until: tomorrow}
`,
    [
      '7:30 MODEL_BAD_VALUE Cannot use `tomorrow` as `source.until` of asset `web`: expected a day such as 2027-01-31',
    ],
  ],
  [
    'a way of knowing there is not',
    `${HEAD}assets:
  - id: web
    type: server
    source: {file: a, how: observd}
`,
    [
      '7:28 MODEL_BAD_VALUE Cannot use `observd` as `source.how` of asset `web`: expected one of observed, declared, inferred | Did you mean `observed`?',
    ],
  ],
  [
    'a flag as a word',
    `${HEAD}zones:
  - {id: lan, type: network, open: "yes"}
`,
    [
      '5:36 MODEL_WRONG_TYPE Cannot use `yes` as `open` of zone `lan`: expected `true` or `false` (Zones within this one reach each other on every port)',
    ],
  ],
  [
    'a need of nothing',
    `${HEAD}assets: [{id: web, type: server}]
dependencies:
  - of: web
    needs: []
`,
    [
      '7:12 MODEL_BAD_VALUE Cannot use an empty list as `needs` of `dependencies[0]`: expected at least 1 item',
    ],
  ],
  [
    'an unknown mode',
    `${HEAD}assets: [{id: web, type: server}]
dependencies:
  - {of: web, needs: [web], mode: herd}
`,
    [
      '6:35 MODEL_BAD_VALUE Cannot use `herd` as `mode` of `dependencies[0]`: expected one of hard, degrade, start, repair (hard: stops without it. degrade: delivers as much as it gets. start, repair: needed only then) | Did you mean `hard`?',
    ],
  ],
  [
    'an unknown kind of gap',
    `${HEAD}assets: [{id: web, type: server}]
gaps:
  - {id: g, about: web, unknown: listener, text: x}
`,
    [
      '6:34 MODEL_BAD_VALUE Cannot use `listener` as `unknown` of gap `g`: expected one of exposure, flows, listeners, software, privileges, credentials, measures | Did you mean `listeners`?',
    ],
  ],
  [
    'the key constructor',
    `${HEAD}constructor: 1
`,
    [
      '4:1 MODEL_UNKNOWN_KEY Unknown key `constructor` in the file: expected ensuresec, name, pack, zones, assets, flows, barriers, people, identities, roles, credentials, suppliers, dependencies, crews, measures, workflows, attacks, attackers, assumptions, gaps',
    ],
  ],
  [
    'the key __proto__',
    `${HEAD}__proto__: 1
`,
    ['4:1 DOCUMENT_FORBIDDEN_KEY Refused the key `__proto__`: it could change how objects behave'],
  ],
];

describe('loadModel refuses', () => {
  test.each(BROKEN)('%s', (_, text, expected) => {
    const { value, problems } = loadModel(bytes(text), 'ensuresec.yaml', fixturePack());
    expect(problems.map(shown)).toEqual(expected);
    expect(value).toBeUndefined();
  });
});

describe('shapeProblems', () => {
  test('never shows words of the schema library', () => {
    const messages = BROKEN.flatMap(([, text]) =>
      loadModel(bytes(text), 'm', fixturePack()).problems.map(shown),
    );
    expect(messages.filter((message) => /Invalid|expected string|received|undefined/.test(message))).toEqual(
      [],
    );
  });
});
