// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { within } from '../../test/support/patience.ts';
import type { Problem } from '../core/problem.ts';
import { loadModel } from './load.ts';
import { fixturePack } from './pack-fixture.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = ({ at, code, message, hint }: Problem) =>
  `${at.line}:${at.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;

const HEAD = 'ensuresec: 1\nname: Demo\npack: common\n';

/** What it is, the text, the problems. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', ['1:1 MODEL_EMPTY The file is empty: expected a model that starts with `ensuresec: 1`']],
  [
    'only a comment',
    '# later\n',
    ['1:1 MODEL_EMPTY The file is empty: expected a model that starts with `ensuresec: 1`'],
  ],
  [
    'two documents',
    `${HEAD}---
${HEAD}`,
    ['5:1 MODEL_SECOND_DOCUMENT A second YAML document starts here: expected one model in the file'],
  ],
  [
    'a pack that is not there',
    'ensuresec: 1\nname: Demo\npack: comon\n',
    ['3:7 MODEL_UNKNOWN_PACK Cannot find the pack `comon`: expected common | Did you mean `common`?'],
  ],
  [
    'faults of four kinds at once',
    `${HEAD}extra: 1
assets:
  - id: web
    type: sever
    zone: lan
    valuePerHour: -1
`,
    [
      '4:1 MODEL_UNKNOWN_KEY Unknown key `extra` in the file: expected ensuresec, name, pack, zones, assets, flows, barriers, people, identities, roles, credentials, suppliers, dependencies, crews, measures, workflows, attacks, attackers, assumptions, gaps',
      '7:11 MODEL_UNKNOWN_WORD Cannot find `sever` as `type` of asset `web`: expected an asset type of the pack `common` | Did you mean `server`?',
      '8:11 MODEL_UNKNOWN_REFERENCE Cannot find `lan` as `zone` of asset `web`: expected the id of a zone',
      '9:19 MODEL_BAD_VALUE Cannot use `-1` as `valuePerHour` of asset `web`: expected at least 0',
    ],
  ],
];

const WHOLE = `${HEAD}
zones:
  - { id: lan, type: network, open: true }
  - { id: dmz, type: network, within: lan }
assets:
  - id: web
    type: server
    zone: [dmz, lan]
    listens: [443, any, { port: 22/tcp, accepts: staff, measures: [mfa] }]
    stores: [secrets, { id: secrets, source: { file: compose.yaml, line: 3 } }]
flows:
  - { id: in, from: lan, to: web, carries: [secrets], protections: [mfa] }
barriers:
  - { id: wall, type: firewall, to: [dmz], except: [{ from: all, ports: [443] }] }
identities:
  - { id: bob, class: staff, of: web, roles: [admin] }
roles:
  - { id: admin, grants: [{ on: web, right: use }] }
credentials:
  - { id: key, type: password, unlocks: [bob], keptIn: [web] }
measures:
  - { id: second, measure: mfa, on: [web, in, bob, wall], status: available }
attacks: [common/attack/read, { attack: common/attack/read, targets: [web], attackers: [common/attacker/stranger] }]
attackers: [common/attacker/stranger]
gaps:
  - { id: unknown-flows, about: web, unknown: flows, text: Not imported }
`;

describe('loadModel', () => {
  test.each(BROKEN)('refuses %s', (_, text, expected) => {
    const { value, problems } = loadModel(bytes(text), 'ensuresec.yaml', fixturePack());
    expect(problems.map(shown)).toEqual(expected);
    expect(value).toBeUndefined();
  });

  test('loads a model that uses every kind of reference', () => {
    const { value, problems } = loadModel(bytes(WHOLE), 'ensuresec.yaml', fixturePack());
    expect(problems).toEqual([]);
    expect(value?.model.assets?.[0]?.listens?.[2]).toEqual({
      port: '22/tcp',
      accepts: 'staff',
      measures: ['mfa'],
    });
    expect(value?.model.barriers?.[0]?.from).toBe('all');
    expect(value?.locate(['assets', 0, 'zone', 1])).toEqual({ file: 'ensuresec.yaml', line: 11, column: 17 });
  });

  test('leaves words unchecked without a pack', () => {
    const text = `${HEAD}zones: [{ id: lan, type: whatever }]\n`;
    expect(loadModel(bytes(text), 'ensuresec.yaml').problems).toEqual([]);
  });

  test('digests the content, not the layout', () => {
    const digest = (text: string) => loadModel(bytes(text), 'ensuresec.yaml').value?.sha256;
    const json = JSON.stringify({ pack: 'common', name: 'Demo', ensuresec: 1 });
    expect(digest(json)).toBe(digest(`# A comment\n${HEAD}`));
    expect(digest(HEAD)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest(HEAD.replace('Demo', 'Other'))).not.toBe(digest(HEAD));
  });

  test('takes the pack from a shelf', () => {
    const pack = fixturePack();
    const shelf = { ids: ['common'], take: () => ({ value: pack, problems: [] }) };
    expect(loadModel(bytes(WHOLE), 'ensuresec.yaml', shelf).problems).toEqual([]);
    const other = loadModel(bytes(HEAD.replace('common', 'comon')), 'ensuresec.yaml', shelf).problems;
    expect(other.map(shown)).toEqual([
      '3:7 MODEL_UNKNOWN_PACK Cannot find the pack `comon`: expected common | Did you mean `common`?',
    ]);
  });

  test('lists the first 500 problems and says so', () => {
    const assets = Array.from({ length: 900 }, (_, index) => `  - { id: a${index}, type: x${index} }\n`).join(
      '',
    );
    const { problems } = loadModel(bytes(`${HEAD}assets:\n${assets}`), 'ensuresec.yaml', fixturePack());
    expect(problems.length).toBe(501);
    expect(shown(problems[500] as Problem)).toBe(
      '505:23 MODEL_TOO_MANY_PROBLEMS Listed the first 500 problems only',
    );
  });

  test('loads ten thousand elements in 210,000 lines within the time a person waits', () => {
    const text = bytes(largeModel(10_000));
    // Measured: 0.6 s.
    const { value, problems } = within(4_000, 'the model', () =>
      loadModel(text, 'ensuresec.yaml', fixturePack()),
    );
    expect(problems).toEqual([]);
    expect(value?.locate(['assets', 9_999, 'source', 'line']).line).toBe(210_004);
  });
});

function largeModel(count: number): string {
  const assets = Array.from(
    { length: count },
    (_, index) => `  - id: a${index}
    type: server
    name: Server ${index}
    listens:
      - 443/tcp
      - port: 8080/tcp
        accepts: staff
    software:
      - pkg:npm/one@1.0.${index}
      - pkg:npm/two@1.0.0
    stores:
      - id: secrets
        source:
          file: compose.yaml
          line: ${index + 1}
          how: observed
    measures:
      - mfa
    source:
      file: compose.yaml
      line: ${index + 1}
`,
  );
  return `${HEAD}assets:\n${assets.join('')}`;
}
