// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Problem } from '../core/problem.ts';
import { loadModel } from './load.ts';
import { fixturePack } from './pack-fixture.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shown = ({ at, code, message, hint }: Problem) =>
  `${at.line}:${at.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;

const HEAD = 'ensuresec: 1\nname: Demo\npack: common\n';

const WHOLE = `${HEAD}
zones:
  - { id: lan, type: network, open: true }
  - { id: dmz, type: network, within: lan }
assets:
  - id: web
    type: server
    zone: [dmz, lan]
    owner: vendor
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
`.replace('    owner: vendor\n', '');

describe('loadModel', () => {
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
});
