// SPDX-License-Identifier: Apache-2.0
// Two playbooks with all eight kinds of step, and a command of each type and class in them: what services do, and what
// programs do. Effects stand in branches, in a loop, behind a choice and in a playbook that is called.
import { idOf, wholePlaybook } from '../../../src/respond/playbook/playbook.fixture.ts';
import { EFFECT_EXTENSION } from '../../../src/respond/playbook/run/effect-properties.ts';
import { NO_OPERATOR, type Operator } from '../../../src/respond/playbook/run/operator.ts';
import { playbookFrom } from '../../../src/respond/playbook/run/run.fixture.ts';
import type { Playbook } from '../../../src/respond/playbook/shape/playbook.ts';
import { ROWS, type Row } from '../adapter-crash.ts';
import type { Counterparts } from './counterparts.ts';

export interface Book {
  /** Its commands by the name of their step, in the order of `PLACES`, then one after the other. */
  readonly rows: readonly string[];
  /** What comes twice, in the loop. */
  readonly loop: Row;
  /** Persons who approve what is destructive. */
  readonly approvals: number;
}

const MANUAL: Row = {
  certainty: 'idempotent',
  command: { type: 'manual', command: 'by hand' },
  effect: 'by hand',
};
export const ALL_ROWS: Readonly<Record<string, Row>> = { ...ROWS, manual: MANUAL };

export const BOOKS: Readonly<Record<string, Book>> = {
  services: {
    rows: [
      ...['http-api', 'http-api with keys', 'openc2-http that is known by its id', 'openc2-http'],
      ...['caldera-cmd', 'elastic', 'manual'],
    ],
    loop: {
      certainty: 'blind',
      command: { type: 'http-api', command: 'POST /loop/__left__:value' },
      targets: ['api'],
    },
    approvals: 2,
  },
  // Of programs only those that look are in branches: one that goes on after the caller was killed would be found by chance.
  programs: {
    rows: [
      ...['sigma', 'yara', 'bash', 'ssh', 'bash that may be done again', 'bash with a probe', 'powershell'],
      ...['jupyter', 'kestrel'],
    ],
    loop: { certainty: 'blind', command: { type: 'bash', command: 'tool loop __left__:value' } },
    approvals: 0,
  },
};

/** Two branches, the one of a condition, and the playbook that is called. */
const PLACES = [idOf('action', 1), idOf('action', 2), idOf('action', 3), idOf('action', 10)];
const LOOP = 'loop';

/** How often each effect takes place. */
export function wantedOf({ rows, loop }: Book): Readonly<Record<string, number>> {
  const { command } = loop as { command: { type: string; command: string } };
  const text = (left: number) => command.command.replace('__left__:value', String(left));
  const effects = rows.flatMap((name) => ALL_ROWS[name]?.effect ?? []);
  const adversary = rows.includes('caldera-cmd') ? ['adversary'] : [];
  return Object.fromEntries([...effects, ...adversary, text(2), text(1)].map((each) => [each, 1]));
}

/** What an effect is called at the other end. */
export function effectOf(name: string, text: string): string {
  return name === LOOP ? text : (ALL_ROWS[name]?.effect ?? text);
}

export function certaintyOf({ loop }: Book, name: string): string | undefined {
  return name === LOOP ? loop.certainty : ALL_ROWS[name]?.certainty;
}

export function playbooksOf(book: Book, { ports }: Counterparts): readonly [Playbook, Playbook] {
  const whole = wholePlaybook();
  const { workflow } = whole;
  const more = book.rows.slice(PLACES.length).map((name, at) => [name, idOf('action', 11 + at)] as const);
  const steps = new Map([
    ...book.rows.map((name, at) => [name, PLACES[at]] as const).slice(0, PLACES.length),
    ...more,
  ]);
  for (const [name, id] of steps) {
    const next = more[more.findIndex(([, each]) => each === id) + 1]?.[1] ?? idOf('end', 7);
    const before = workflow[id as string] ?? { on_completion: next };
    if (id !== PLACES[3]) workflow[id as string] = { ...before, ...stepOf(name, ALL_ROWS[name] as Row) };
  }
  Object.assign(workflow[PLACES[0] as string] as object, { delay: 1, timeout: 3_600_000 });
  Object.assign(workflow[idOf('action', 4)] as object, stepOf(LOOP, book.loop));
  Object.assign(workflow[idOf('switch-condition', 1)] as object, { on_completion: more[0]?.[1] });
  const around = {
    extension_definitions: {
      [EFFECT_EXTENSION]: {
        ...{ type: 'extension-definition', name: 'effect', created_by: idOf('identity', 1) },
        ...{ schema: 'x', version: '1' },
      },
    },
    target_definitions: {
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, targetAt(name, port)])),
      web: { type: 'http-api', name: 'web', address: { dname: ['web.example'] } },
      blue: { type: 'group', name: 'blue' },
    },
  };
  const name = book.rows[3] as string;
  const called = {
    [idOf('start', 1)]: { type: 'start', on_completion: PLACES[3] },
    [PLACES[3] as string]: { ...stepOf(name, ALL_ROWS[name] as Row), on_completion: idOf('end', 1) },
    [idOf('end', 1)]: { type: 'end' },
  };
  return [
    playbookFrom({ ...whole, ...around }),
    playbookFrom({ ...whole, ...around, id: idOf('playbook', 2), name: 'Called', workflow: called }),
  ];
}

const targetAt = (name: string, port: number) => ({
  ...{ type: 'http-api', name },
  address: { url: [`http://127.0.0.1:${port}`] },
});

function stepOf(name: string, { command, targets, more = {} }: Row): object {
  return {
    ...{ type: 'action', name, agent: idOf('individual', 1), commands: [command] },
    ...(targets === undefined ? {} : { targets }),
    ...more,
  };
}

export function operatorOf({ approvals }: Book, { folder, ports }: Counterparts): Operator {
  const at = (name: string) => `${folder}/bin/${name}`;
  const host = (port: number) => ({ host: '127.0.0.1', port, private: true, clear: true }) as const;
  return {
    ...NO_OPERATOR,
    policy: { ...NO_OPERATOR.policy, approvals: { none: 0, change: 0, destructive: approvals } },
    http: [
      host(ports.api),
      host(ports.caldera),
      host(ports.elastic),
      { ...host(ports.keyed), 'idempotency-key': true },
      { ...host(ports.consumer), 'command-id': true },
    ],
    programs: ['tool', 'set', 'look'].map(at),
    ssh: { program: at('ssh'), hosts: [{ host: 'web.example', user: 'respond' }] },
    powershell: { program: at('pwsh') },
    yara: { program: at('yara'), paths: ['/srv'] },
    kestrel: { program: at('kestrel'), sources: ['stixshifter://logs'] },
    jupyter: { program: at('jupyter'), notebooks: '/srv' },
  };
}
