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
    'the same id in two sections',
    `${HEAD}zones: [{id: a, type: network}]
assets:
  - {id: a, type: server}
`,
    ['6:10 MODEL_DUPLICATE_ID The id `a` is taken by the zone in line 4: expected an id of its own'],
  ],
  [
    'the same id twice',
    `${HEAD}zones:
  - {id: a, type: network}
  - {id: a, type: network}
`,
    ['6:10 MODEL_DUPLICATE_ID The id `a` is taken by the zone in line 5: expected an id of its own'],
  ],
  [
    'an unknown zone',
    `${HEAD}zones: [{id: office, type: network}]
assets:
  - {id: web, type: server, zone: ofice}
`,
    [
      '6:35 MODEL_UNKNOWN_REFERENCE Cannot find `ofice` as `zone` of asset `web`: expected the id of a zone | Did you mean `office`?',
    ],
  ],
  [
    'an unknown zone among several',
    `${HEAD}zones: [{id: office, type: network}]
assets:
  - {id: web, type: server, zone: [office, yard]}
`,
    [
      '6:44 MODEL_UNKNOWN_REFERENCE Cannot find `yard` as `zone[1]` of asset `web`: expected the id of a zone',
    ],
  ],
  [
    'an asset as a zone',
    `${HEAD}assets:
  - {id: web, type: server, zone: web}
`,
    [
      '5:35 MODEL_WRONG_REFERENCE Cannot use `web` as `zone` of asset `web`: it is an asset, expected the id of a zone',
    ],
  ],
  [
    'an unknown host',
    `${HEAD}assets:
  - {id: web, type: server, runsOn: node}
`,
    [
      '5:37 MODEL_UNKNOWN_REFERENCE Cannot find `node` as `runsOn` of asset `web`: expected the id of an asset',
    ],
  ],
  [
    'an owner that is an asset',
    `${HEAD}assets:
  - {id: web, type: server, owner: web}
`,
    [
      '5:36 MODEL_WRONG_REFERENCE Cannot use `web` as `owner` of asset `web`: it is an asset, expected the id of a person or a supplier',
    ],
  ],
  [
    'a flow to nowhere',
    `${HEAD}assets: [{id: web, type: server}]
flows:
  - {from: web, to: wbe}
`,
    [
      '6:21 MODEL_UNKNOWN_REFERENCE Cannot find `wbe` as `to` of `flows[0]`: expected the id of an asset or a zone | Did you mean `web`?',
    ],
  ],
  [
    'a barrier for an unknown zone',
    `${HEAD}barriers:
  - {id: fw, type: firewall, from: all, to: [lan], except: [{from: [wan]}]}
`,
    [
      '5:46 MODEL_UNKNOWN_REFERENCE Cannot find `lan` as `to[0]` of barrier `fw`: expected the id of a zone',
      '5:69 MODEL_UNKNOWN_REFERENCE Cannot find `wan` as `except[0].from[0]` of barrier `fw`: expected the id of a zone',
    ],
  ],
  [
    'an unknown role',
    `${HEAD}identities:
  - {id: bob, class: staff, roles: [admin]}
`,
    [
      '5:37 MODEL_UNKNOWN_REFERENCE Cannot find `admin` as `roles[0]` of identity `bob`: expected the id of a role',
    ],
  ],
  [
    'a grant on a zone',
    `${HEAD}zones: [{id: lan, type: network}]
roles:
  - {id: admin, grants: [{on: lan, right: use}]}
`,
    [
      '6:31 MODEL_WRONG_REFERENCE Cannot use `lan` as `grants[0].on` of role `admin`: it is a zone, expected the id of an asset',
    ],
  ],
  [
    'a credential for an asset',
    `${HEAD}assets: [{id: web, type: server}]
credentials:
  - {id: key, type: password, unlocks: [web], keptIn: [web], knownTo: [bob]}
`,
    [
      '6:41 MODEL_WRONG_REFERENCE Cannot use `web` as `unlocks[0]` of credential `key`: it is an asset, expected the id of an identity',
      '6:72 MODEL_UNKNOWN_REFERENCE Cannot find `bob` as `knownTo[0]` of credential `key`: expected the id of a person',
    ],
  ],
  [
    'a measure on a gap',
    `${HEAD}gaps: [{id: g, about: g, unknown: flows, text: x}]
`,
    [
      '4:23 MODEL_WRONG_REFERENCE Cannot use `g` as `about` of gap `g`: it is a gap, expected the id of an element',
    ],
  ],
  [
    'an attack on an unknown target',
    `${HEAD}attacks:
  - {attack: common/attack/read, targets: [db]}
`,
    [
      '5:44 MODEL_UNKNOWN_REFERENCE Cannot find `db` as `targets[0]` of `attacks[0]`: expected the id of an element',
    ],
  ],
  [
    'an unknown asset type',
    `${HEAD}assets:
  - {id: web, type: sever}
`,
    [
      '5:21 MODEL_UNKNOWN_WORD Cannot find `sever` as `type` of asset `web`: expected an asset type of the pack `common` | Did you mean `server`?',
    ],
  ],
  [
    'an unknown zone type',
    `${HEAD}zones:
  - {id: lan, type: netwrok}
`,
    [
      '5:21 MODEL_UNKNOWN_WORD Cannot find `netwrok` as `type` of zone `lan`: expected a zone type of the pack `common` | Did you mean `network`?',
    ],
  ],
  [
    'an unknown measure',
    `${HEAD}assets:
  - {id: web, type: server, measures: [mfaa]}
`,
    [
      '5:40 MODEL_UNKNOWN_WORD Cannot find `mfaa` as `measures[0]` of asset `web`: expected a measure of the pack `common` | Did you mean `mfa`?',
    ],
  ],
  [
    'an unknown measure with a source',
    `${HEAD}assets:
  - id: web
    type: server
    measures:
      - id: mffa
        source: {file: x}
`,
    [
      '8:13 MODEL_UNKNOWN_WORD Cannot find `mffa` as `measures[0].id` of asset `web`: expected a measure of the pack `common` | Did you mean `mfa`?',
    ],
  ],
  [
    'an unknown class of a listener',
    `${HEAD}assets:
  - {id: web, type: server, listens: [{port: 443, accepts: stuff}]}
`,
    [
      '5:60 MODEL_UNKNOWN_WORD Cannot find `stuff` as `listens[0].accepts` of asset `web`: expected an identity class of the pack `common` | Did you mean `staff`?',
    ],
  ],
  [
    'unknown data',
    `${HEAD}assets:
  - {id: web, type: server, stores: [secret]}
`,
    [
      '5:38 MODEL_UNKNOWN_WORD Cannot find `secret` as `stores[0]` of asset `web`: expected a data class of the pack `common` | Did you mean `secrets`?',
    ],
  ],
  [
    'an attack without its pack',
    `${HEAD}attacks: [read]
`,
    [
      '4:11 MODEL_UNKNOWN_WORD Cannot find `read` as `attacks[0]`: expected an attack of the pack `common` | Did you mean `common/attack/read`?',
    ],
  ],
  [
    'an unknown attack in scope',
    `${HEAD}attacks: [{attack: common/attack/reed}]
`,
    [
      '4:20 MODEL_UNKNOWN_WORD Cannot find `common/attack/reed` as `attack` of `attacks[0]`: expected an attack of the pack `common` | Did you mean `common/attack/read`?',
    ],
  ],
  [
    'an unknown attacker',
    `${HEAD}attackers: [strangr]
`,
    [
      '4:13 MODEL_UNKNOWN_WORD Cannot find `strangr` as `attackers[0]`: expected an attacker of the pack `common` | Did you mean `common/attacker/stranger`?',
    ],
  ],
  [
    'a zone within itself',
    `${HEAD}zones:
  - {id: a, type: network, within: a}
`,
    ['5:36 MODEL_CYCLE The zone `a` comes back to itself through `within`: a → a, expected no loop'],
  ],
  [
    'zones within each other',
    `${HEAD}zones:
  - id: a
    type: network
    within: b
  - {id: b, type: network, within: c}
  - {id: c, type: network, within: b}
`,
    ['8:36 MODEL_CYCLE The zone `b` comes back to itself through `within`: b → c → b, expected no loop'],
  ],
  [
    'hosts that run on each other',
    `${HEAD}assets:
  - {id: a, type: server, runsOn: b}
  - {id: b, type: server, runsOn: a}
`,
    ['5:35 MODEL_CYCLE The asset `a` comes back to itself through `runsOn`: a → b → a, expected no loop'],
  ],
];

describe('loadModel refuses', () => {
  test.each(BROKEN)('%s', (_, text, expected) => {
    const { value, problems } = loadModel(bytes(text), 'ensuresec.yaml', fixturePack());
    expect(problems.map(shown)).toEqual(expected);
    expect(value).toBeUndefined();
  });
});
