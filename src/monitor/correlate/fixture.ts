// SPDX-License-Identifier: Apache-2.0
// Alerts and knowledge for tests, in the words of no trade.
import type { Alert } from '../alert.ts';
import type { Level } from '../sigma/rule.ts';
import { type AttackPath, type FusionKnowledge, UNKNOWN_KEY } from './knowledge.ts';

const HOUR = 3_600_000;
const KINDS: Readonly<Record<string, readonly [weight: number, hub: number, hours: number, element?: true]>> =
  {
    job: [0.95, 1000, 336],
    unit: [0.95, 1000, 336],
    account: [0.85, 200, 48],
    vehicle: [0.7, 200, 6],
    address: [0.6, 8, 1],
    asset: [0.45, 50, 6, true],
    zone: [0.25, 20, 1, true],
  };

export function knowledge(part: Partial<FusionKnowledge> = {}): FusionKnowledge {
  return {
    kindOf: (key) => {
      const root = key === 'actor' ? 'account' : key;
      const known = KINDS[root];
      if (known === undefined) return { ...UNKNOWN_KEY, root, name: key };
      const [weight, hub, hours, element = false] = known;
      const affected = key === 'job' || key === 'unit' || key === 'account';
      return { root, name: key, weight, hub, halfLife: hours * HOUR, affected, element };
    },
    keysIn: () => ({}),
    stageOf: (threat) => (threat < 50 ? 'order' : 'delivery'),
    neighboursOf: () => new Set(),
    paths: [],
    ...part,
  };
}

const DAY = Date.UTC(2026, 9, 5, 9);
let line = 0;

export interface AlertOptions {
  readonly level?: Level;
  readonly techniques?: readonly string[];
  readonly threats?: readonly number[];
  readonly file?: string;
  readonly because?: Alert['because'];
}

/** An alert of `rule`, `minute` minutes after nine. */
export function alert(
  rule: string,
  minute: number,
  keys: Readonly<Record<string, string>>,
  options: AlertOptions = {},
): Alert {
  const { level = 'medium', techniques = [], threats = [], file = 'a.ndjson', because } = options;
  line++;
  const time = DAY + minute * 60_000;
  return {
    rule: { id: rule, kind: 'rule', title: `Rule ${rule}`, level, techniques, threats },
    record: { id: `e-${line}`, source: 'test', kind: rule },
    at: { file, line },
    time,
    keys,
    ...(because === undefined ? {} : { because }),
  };
}

/** Three steps that share no key; only the model tells that they belong together. */
export const PATH: AttackPath = {
  id: 'goods-leave#1',
  attack: 'goods-leave',
  title: 'Goods leave unpaid',
  target: 'gate',
  severity: 'critical',
  threats: [25],
  steps: [
    { text: 'The admin believes a message.', elements: ['admin'], techniques: ['T1566'], threats: [] },
    { text: 'The check is switched off.', elements: ['ledger'], techniques: ['T1562'], threats: [] },
    { text: 'Goods leave.', elements: ['gate'], techniques: [], threats: [] },
  ],
};
