// SPDX-License-Identifier: Apache-2.0
// Reports made by hand for the renderers. Everything a stranger can write in a model is written here with ill will.
import {
  type FrontierEntry,
  REPORT_SCHEMA,
  type Report,
  type Step,
  type Verdict,
} from '../../src/analyse/index.ts';

export const HOSTILE = `\u001b[2J</script><img src=x onerror=alert(1)>\u202egpj.exe '";=1+1 [a](javascript:b) {0}`;

const at = (line: number, file = 'compose.yaml') => ({ file, line, column: 7 });
const cut = (measure: string, name: string, on: string, cost: number, removes: number) => ({
  measure,
  name,
  on,
  cost,
  removes,
});

function step(text: string, rule: string, line: number, days: number, more: Partial<Step> = {}): Step {
  return { rule, text, at: at(line), techniques: [], days, confidence: 1, cuts: [], instances: 1, ...more };
}

const start = step(
  'The attacker sends packets from the internet',
  'start:e-commerce/attacker/internet-stranger#0',
  4,
  0,
);

const skimming: Verdict = {
  attack: 'e-commerce/attack/card-data-skimmed',
  title: 'Card data skimmed at checkout',
  stage: 'pay',
  severity: 'critical',
  impact: 'Card numbers of every buyer until someone notices',
  attacker: 'e-commerce/attacker/internet-stranger',
  target: 'payment-page',
  verdict: 'INSECURE',
  steps: [
    start,
    step(
      'The tag manager account answers to a password alone, and passwords of its kind are for sale',
      'e-commerce/rule/identity/stuffed-password',
      31,
      2.5,
      {
        techniques: ['T1110.004', 'T1078'],
        cuts: [cut('mfa', 'Second factor', 'tag-manager-admin', 120, 2)],
      },
    ),
    step(
      'With that account the attacker publishes a script of their own in tag-manager',
      'e-commerce/rule/web/publish-tag',
      33,
      0.5,
      { techniques: ['T1059.007'], confidence: 0.7 },
    ),
    step(
      'payment-page runs every script that tag-manager serves',
      'e-commerce/rule/web/script-runs-on-page',
      58,
      1,
      {
        techniques: ['T1185', 'CAPEC-63'],
        cuts: [
          cut('content-security-policy', 'Content security policy', 'payment-page', 800, 2),
          cut('subresource-integrity', 'Subresource integrity', 'payment-page', 1200, 2),
        ],
      },
    ),
  ],
  frontier: [],
  missing: [],
  days: 4,
  confidence: 0.7,
};

const rerouted: Verdict = {
  attack: 'e-commerce/attack/parcel-rerouted',
  title: 'Parcel rerouted to another address',
  stage: 'deliver',
  severity: 'high',
  impact: 'Goods lost, customer angry',
  attacker: 'e-commerce/attacker/courier-insider',
  target: 'tms',
  verdict: 'INSECURE',
  steps: [
    step(
      'A courier knows the shared password of the dispatch console',
      'start:e-commerce/attacker/courier-insider#1',
      88,
      0,
    ),
    step(
      'The courier walks through the dock door while the cold chain is loaded',
      'common/rule/physical/tailgate',
      102,
      1,
      { techniques: ['CAPEC-397'], cuts: [cut('door-guard', 'Guard at the door', 'dock', 30000, 1)] },
    ),
    step(
      `The label of the parcel is printed again by ${HOSTILE}`,
      'e-commerce/rule/delivery/print-label',
      120,
      9,
      { techniques: ['T1565.001'] },
    ),
  ],
  frontier: [],
  missing: [],
  days: 10,
  confidence: 0.9,
};

const unknown: Verdict = {
  ...skimming,
  attack: 'e-commerce/attack/unpaid-order-shipped',
  title: 'Unpaid order shipped',
  target: 'order-service',
  verdict: 'UNKNOWN',
  steps: [
    start,
    step(
      'If cart takes calls from outside, the attacker marks the order as paid',
      'e-commerce/rule/payment/forged-callback',
      44,
      3,
      { techniques: ['CWE-345'] },
    ),
  ],
  missing: [
    {
      gap: 'gap/cart/exposure',
      about: 'cart',
      unknown: 'exposure',
      text: 'The port range `$CART_PORTS` is a variable that is not set',
      at: at(44),
    },
  ],
  days: 3,
};

export const frontier: FrontierEntry = {
  rule: 'common/rule/network/reach',
  text: 'Traffic from frontend would get to paymentservice on 50051/tcp',
  then: 'reaches(paymentservice, 50051/tcp)',
  missing: 'not denied(frontend, paymentservice, 50051/tcp)',
  kind: 'control',
  holds: 'NetworkPolicy paymentservice',
  decisive: true,
  at: at(3, 'policies/paymentservice.yaml'),
};

const secure: Verdict = {
  ...skimming,
  attack: 'e-commerce/attack/payment-service-reached-directly',
  title: 'Payment service reached directly',
  target: 'paymentservice',
  verdict: 'SECURE',
  steps: [],
  frontier: [
    frontier,
    {
      ...frontier,
      rule: 'common/rule/container/escape',
      text: 'A break-out of frontend would need it to be privileged',
      then: 'controls(node)',
      missing: 'has(frontend, privileged)',
      kind: 'absent',
      decisive: false,
    },
  ],
  days: 0,
};

const verdicts: readonly Verdict[] = [
  skimming,
  { ...skimming, attacker: 'e-commerce/attacker/supplier', days: 6 },
  rerouted,
  unknown,
  secure,
  { ...secure, attacker: 'e-commerce/attacker/supplier' },
];

export const report: Report = {
  schema: REPORT_SCHEMA,
  model: { name: 'Demo shop', file: 'compose.yaml', sha256: `sha256:${'3f'.repeat(32)}` },
  pack: { id: 'e-commerce', version: '0.1.0', sha256: `sha256:${'a1'.repeat(32)}` },
  assumed: [],
  assumptions: [
    { id: 'cve-2024-1', text: 'CVE-2024-1 does not affect cart: the code is not reached', at: at(9) },
  ],
  gaps: unknown.missing,
  notApplicable: ['e-commerce/attack/locker-opened'],
  counts: { insecure: 3, secure: 2, unknown: 1 },
  cuts: [
    cut('mfa', 'Second factor', 'tag-manager-admin', 120, 2),
    cut('content-security-policy', 'Content security policy', 'payment-page', 800, 2),
    cut('door-guard', 'Guard at the door', 'dock', 30000, 1),
    cut('cctv', 'Cameras', 'dock', 40000, 1),
  ],
  verdicts,
};

const none = { insecure: 0, secure: 0, unknown: 0 };

export const secureReport: Report = {
  ...report,
  verdicts: verdicts.filter((each) => each.verdict === 'SECURE'),
  counts: { ...none, secure: 2 },
  gaps: [],
  cuts: [],
  assumed: ['controls(frontend)'],
};

export const unknownReport: Report = {
  ...report,
  verdicts: verdicts.filter((each) => each.verdict !== 'INSECURE'),
  counts: { ...none, secure: 2, unknown: 1 },
  cuts: [],
};

/** A report in which every text of a stranger is hostile. */
export const hostileReport: Report = {
  ...report,
  model: { name: HOSTILE, file: `${HOSTILE}.yaml`, sha256: HOSTILE },
  assumptions: [{ id: 'x', text: HOSTILE, at: { file: HOSTILE, line: 1, column: 1 } }],
  gaps: unknown.missing.map((fact) => ({
    ...fact,
    about: HOSTILE,
    text: HOSTILE,
    at: { file: HOSTILE, line: 1, column: 1 },
  })),
  cuts: report.cuts.map((each) => ({ ...each, name: HOSTILE, on: HOSTILE })),
  verdicts: report.verdicts.map((verdict) => ({
    ...verdict,
    title: HOSTILE,
    impact: HOSTILE,
    target: HOSTILE,
    steps: verdict.steps.map((each) => ({
      ...each,
      text: HOSTILE,
      rule: HOSTILE,
      at: { ...each.at, file: HOSTILE },
      cuts: each.cuts.map((one) => ({ ...one, name: HOSTILE, on: HOSTILE })),
    })),
    missing: verdict.missing.map((fact) => ({
      ...fact,
      about: HOSTILE,
      text: HOSTILE,
      at: { ...fact.at, file: HOSTILE },
    })),
    frontier: verdict.frontier.map((entry) => ({
      ...entry,
      text: HOSTILE,
      holds: HOSTILE,
      missing: HOSTILE,
      at: { ...entry.at, file: HOSTILE },
    })),
  })),
};
