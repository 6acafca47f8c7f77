// SPDX-License-Identifier: Apache-2.0
// A run in memory, for tests: a log, a clock that jumps, a world.
import type { EventLog, LogRecord, NewRecord } from '../../../core/ports/index.ts';
import { readPlaybook } from '../read.ts';
import type { Playbook } from '../shape/playbook.ts';
import { EMPTY_WORLD, type World, type WorldStore } from './adapters/simulated.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { NO_SECRETS, type RunClock, type RunPorts } from './ports.ts';

/** Only what a run asks of a log. */
export function memoryLog(records: LogRecord[] = []): EventLog {
  const seen = new Set(records.map(({ id, source }) => `${source} ${id}`));
  const append = (each: NewRecord): boolean => {
    if (seen.has(`${each.source} ${each.id}`)) return false;
    seen.add(`${each.source} ${each.id}`);
    records.push({ ...each, offset: records.length, partition: 0, observed: 0 });
    return true;
  };
  return {
    append: async ({ records: more }: { readonly records: readonly NewRecord[] }) => {
      const stored = more.filter(append).length;
      return { status: 'stored', stored, duplicates: more.length - stored } as const;
    },
    read: async ({ from, limit }: { readonly from: number; readonly limit: number }) =>
      records.slice(from, from + limit),
  } as unknown as EventLog;
}

export interface JumpingClock extends RunClock {
  /** Later by so many milliseconds; alarms that are due ring. */
  pass(ms: number): void;
}

/** @param patience Delays up to so many milliseconds are jumped over. */
export function jumpingClock(patience = Number.POSITIVE_INFINITY): JumpingClock {
  let now = Date.UTC(2027, 0, 31);
  const alarms = new Map<AbortController, number>();
  const pass = (ms: number): void => {
    now += ms;
    for (const [alarm, due] of alarms) if (due <= now) alarm.abort();
  };
  return {
    now: () => now,
    pass,
    until: async (due) => {
      if (due - now > patience) return false;
      pass(Math.max(0, due - now));
      return true;
    },
    alarm: (due) => {
      const alarm = new AbortController();
      if (due !== undefined) alarms.set(alarm, due);
      if (due !== undefined && due <= now) alarm.abort();
      return { signal: alarm.signal, end: () => alarms.delete(alarm) };
    },
  };
}

export function memoryWorld(world: Partial<World> = {}): WorldStore {
  let text = JSON.stringify({ ...EMPTY_WORLD, ...world });
  return {
    read: () => JSON.parse(text) as World,
    write: (next) => {
      text = JSON.stringify(next);
    },
  };
}

export function portsOf(more: Partial<RunPorts>): RunPorts {
  return {
    log: memoryLog(),
    clock: jumpingClock(),
    adapters: [],
    policy: { ...DEFAULT_POLICY, approvals: { none: 0, change: 0, destructive: 0 } },
    secrets: NO_SECRETS,
    signers: () => [],
    actor: 'maria',
    ...more,
  };
}

/** @throws Error with every problem of a playbook that cannot be read. */
export function playbookFrom(value: unknown): Playbook {
  const read = readPlaybook(Buffer.from(JSON.stringify(value)), 'p.json');
  if (read.value === undefined) throw new Error(JSON.stringify(read.problems));
  return read.value;
}
