// SPDX-License-Identifier: Apache-2.0
// What every event log must do, whatever it stores its records in. An adapter's test calls `eventLogContract`.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Batch, EventLog, LogRecord, NewRecord } from '../../src/core/ports/index.ts';

export interface Place {
  /** Opens the log; again after `close`, with what it holds. */
  open(): Promise<EventLog>;
  /** Lets time pass for the log, when the adapter can. */
  pass?(ms: number): void;
  /** Records that may wait in the queue of the log. */
  readonly queueRecords: number;
  remove(): Promise<void>;
}

const DEDUPE_WINDOW_MS = 1000;

/** @param make A fresh place with a window of one second for duplicates. */
export function eventLogContract(name: string, make: () => Promise<Place>): void {
  describe(`event log: ${name}`, () => {
    const places: Place[] = [];
    const logs: EventLog[] = [];
    const begin = async (): Promise<{ readonly place: Place; readonly log: EventLog }> => {
      const place = await make();
      places.push(place);
      return { place, log: await reopened(place) };
    };
    const reopened = async (place: Place, log?: EventLog): Promise<EventLog> => {
      await log?.close();
      const opened = await place.open();
      logs.push(opened);
      return opened;
    };
    afterEach(async () => {
      for (const log of logs.splice(0)) await log.close();
      for (const place of places.splice(0)) await place.remove();
    });

    test('gives back what was appended, in order, also after it was closed', async () => {
      const { place, log } = await begin();
      expect(await log.append(batch('a', 'b'))).toEqual({ status: 'stored', stored: 2, duplicates: 0 });
      await log.append(batch('c'));
      const again = await reopened(place, log);
      const records = await all(again);
      expect(records.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(records.map(({ offset }) => offset)).toEqual(
        records.map(({ offset }) => offset).toSorted((a, b) => a - b),
      );
      expect(await again.read({ from: (records[1] as LogRecord).offset, limit: 1 })).toEqual([records[1]]);
      expect((await again.status()).next).toBeGreaterThan((records[2] as LogRecord).offset);
    });

    test('ends a read early when the records are long, and never before the first', async () => {
      const { log } = await begin();
      const long = 'x'.repeat(2 ** 18);
      for (let part = 0; part < 3; part++)
        await log.append({
          records: Array.from({ length: 32 }, (_, at) => record(`${part}-${at}`, { body: long })),
        });
      const first = await log.read({ from: 0, limit: 1000 });
      expect(first.length).toBeGreaterThan(0);
      expect(first.length).toBeLessThan(96);
      expect(await all(log)).toHaveLength(96);
    });

    test.each([
      '',
      '\u0000',
      'a\u0000b',
      "'; DROP TABLE event; --",
      '\ud83d\udce6',
      '\u202e',
      '{"__proto__":1}',
    ])('keeps the text %j as it is', async (text) => {
      const { log } = await begin();
      await log.append({ records: [{ source: `s${text}`, id: `i${text}`, key: `k${text}`, body: text }] });
      const [stored] = await all(log);
      expect(stored).toMatchObject({ source: `s${text}`, id: `i${text}`, key: `k${text}`, body: text });
      expect(
        (await log.append({ records: [{ source: `s${text}`, id: `i${text}`, key: '', body: '' }] })).status,
      ).toBe('stored');
      expect(await all(log)).toHaveLength(1);
    });

    test('leaves out a second record of the same source and id', async () => {
      const { place, log } = await begin();
      expect(await log.append(batch('a', 'a', 'b'))).toMatchObject({ stored: 2, duplicates: 1 });
      expect(await log.append(batch('a', 'c'))).toMatchObject({ stored: 1, duplicates: 1 });
      expect(await log.append({ records: [record('a', { source: 'other' })] })).toMatchObject({ stored: 1 });
      const again = await reopened(place, log);
      expect(await again.append(batch('a', 'b', 'c'))).toMatchObject({ stored: 0, duplicates: 3 });
    });

    test('does not take one source and id for another that reads the same when joined', async () => {
      const { log } = await begin();
      const pairs = [
        ['a', 'bc'],
        ['ab', 'c'],
        ['', 'abc'],
      ] as const;
      const records = pairs.map(([source, id]) => record(id, { source }));
      expect(await log.append({ records })).toMatchObject({ stored: 3, duplicates: 0 });
    });

    test('knows duplicates for one window, and forgets them after two', async ({ skip }) => {
      const { place, log } = await begin();
      if (place.pass === undefined) return skip('the adapter has no clock that can be set');
      await log.append(batch('a'));
      expect((await log.status()).dedupeWindowMs).toBe(DEDUPE_WINDOW_MS);
      place.pass(DEDUPE_WINDOW_MS - 1);
      expect(await log.append(batch('a'))).toMatchObject({ duplicates: 1 });
      for (const id of ['b', 'c', 'd']) {
        place.pass(DEDUPE_WINDOW_MS);
        await log.append(batch(id));
      }
      expect(await log.append(batch('a'))).toMatchObject({ stored: 1 });
    });

    test('keeps records of one key in one partition, in order', async () => {
      const { log } = await begin();
      const records = Array.from({ length: 200 }, (_, at) => record(`${at}`, { key: `k${at % 20}` }));
      await log.append({ records });
      const { partitions } = await log.status();
      const stored = await all(log);
      for (const key of new Set(records.map((each) => each.key))) {
        const own = stored.filter((each) => each.key === key);
        expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
        expect(own.map(({ id }) => Number(id))).toEqual(
          own.map(({ id }) => Number(id)).toSorted((a, b) => a - b),
        );
      }
      const parts = await Promise.all(
        Array.from({ length: partitions }, (_, partition) => log.read({ from: 0, limit: 1000, partition })),
      );
      expect(parts.flat().toSorted((a, b) => a.offset - b.offset)).toEqual(stored);
      expect(parts.filter((part) => part.length > 0).length).toBeGreaterThan(1);
    });

    test('remembers the offset and the state of each consumer', async () => {
      const { place, log } = await begin();
      expect(await log.committed('detect')).toEqual({ offset: 0 });
      await log.commit('detect', { offset: 7, state: new Uint8Array([1, 0, 255]) });
      await log.commit('export', { offset: 3 });
      const again = await reopened(place, log);
      const { offset, state } = await again.committed('detect');
      expect([offset, ...(state ?? [])]).toEqual([7, 1, 0, 255]);
      expect(await again.committed('export')).toEqual({ offset: 3 });
      expect((await again.status()).consumers).toEqual({ detect: 7, export: 3 });
    });

    test('stores a mark together with its records, also when all are duplicates', async () => {
      const { place, log } = await begin();
      await log.append({ ...batch('a'), mark: { name: 'file', value: '10' } });
      await log.append({ ...batch('a'), mark: { name: 'file', value: '20' } });
      const again = await reopened(place, log);
      expect(await again.mark('file')).toBe('20');
      expect(await again.mark('unknown')).toBeUndefined();
    });

    test('keeps dead letters until their records are appended', async () => {
      const { place, log } = await begin();
      const letter = {
        source: 's',
        reason: 'Not JSON',
        bytes: new Uint8Array([0, 255, 10]),
        context: '{"a":1}',
      };
      await log.append({ records: [], dead: [letter, { ...letter, reason: 'Too deep' }] });
      const again = await reopened(place, log);
      const dead = await again.deadLetters({ from: 0, limit: 10 });
      expect(dead.map(({ reason, context, bytes }) => [reason, context, ...bytes])).toEqual([
        ['Not JSON', '{"a":1}', 0, 255, 10],
        ['Too deep', '{"a":1}', 0, 255, 10],
      ]);
      await again.append({ ...batch('a'), mended: [dead[0]?.offset ?? -1] });
      expect((await again.deadLetters({ from: 0, limit: 10 })).map(({ reason }) => reason)).toEqual([
        'Too deep',
      ]);
      expect((await again.status()).dead).toBe(1);
    });

    test('forgets old records, but none that a consumer still has to read', async ({ skip }) => {
      const { place, log } = await begin();
      if (place.pass === undefined) return skip('the adapter has no clock that can be set');
      await log.append(batch('a', 'b'));
      place.pass(500);
      await log.append(batch('c'));
      const [, b, c] = await all(log);
      await log.commit('detect', { offset: b?.offset ?? 0 });
      const before = c?.observed ?? 0;
      expect(await log.retain(before)).toBe(1);
      expect((await all(log)).map(({ id }) => id)).toEqual(['b', 'c']);
      await log.commit('detect', { offset: (c?.offset ?? 0) + 1 });
      expect(await log.retain(before)).toBe(1);
      const { first, next } = await log.status();
      expect([first, next]).toEqual([c?.offset, (c?.offset ?? 0) + 1]);
      const again = await reopened(place, log);
      await again.retain(before + 1);
      await again.append(batch('d'));
      expect((await all(again))[0]?.offset, 'offsets are never used twice').toBe(next);
    });

    test('refuses what its queue cannot hold, keeps what it accepted, and goes on', async () => {
      const { place, log } = await begin();
      const size = Math.ceil(place.queueRecords / 4);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, part) =>
          log.append({ records: Array.from({ length: size }, (_, at) => record(`${part}-${at}`)) }),
        ),
      );
      const stored = answers.filter(({ status }) => status === 'stored').length;
      const busy = answers.filter(({ status }) => status === 'busy');
      expect(stored).toBeGreaterThan(0);
      expect(busy.length).toBe(12 - stored);
      expect(busy.length).toBeGreaterThan(0);
      for (const answer of busy) expect(answer).toMatchObject({ retryAfterMs: expect.any(Number) });
      expect(await count(log)).toBe(stored * size);
      expect(await log.append(batch('after'))).toMatchObject({ status: 'stored', stored: 1 });
    });

    test('takes nothing after it was closed', async () => {
      const { log } = await begin();
      await log.close();
      await expect(log.append(batch('a'))).rejects.toMatchObject({ code: 'closed' });
    });

    test('agrees with a list in memory, whatever is asked in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(STEP, { maxLength: 30 }), async (steps) => {
          const { place, log } = await begin();
          let current = log;
          const model: NewRecord[] = [];
          const known = new Set<string>();
          for (const step of steps)
            if (step === 'reopen') current = await reopened(place, current);
            else {
              const fresh = step.filter(({ source, id }) => {
                const name = JSON.stringify([source, id]);
                return !known.has(name) && known.add(name) !== undefined;
              });
              expect(await current.append({ records: step })).toEqual({
                status: 'stored',
                stored: fresh.length,
                duplicates: step.length - fresh.length,
              });
              model.push(...fresh);
            }
          const stored = await all(current);
          expect(stored.map(({ source, id, key, body }) => ({ source, id, key, body }))).toEqual(model);
          await current.close();
        }),
        { numRuns: 6 },
      );
    });
  });
}

const SHORT = fc.string({ unit: 'grapheme', maxLength: 3 });
const STEP = fc.oneof(
  { weight: 1, arbitrary: fc.constant('reopen' as const) },
  {
    weight: 5,
    arbitrary: fc.array(
      fc.record({ source: fc.constantFrom('a', 'b'), id: SHORT, key: SHORT, body: SHORT }),
      {
        maxLength: 6,
      },
    ),
  },
);

export function record(id: string, given: Partial<NewRecord> = {}): NewRecord {
  return { source: 's', id, key: id, body: `{"id":"${id}"}`, ...given };
}

export function batch(...ids: readonly string[]): Batch {
  return { records: ids.map((id) => record(id)) };
}

/** Every record of a log, read in steps. */
export async function all(log: EventLog): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (let from = 0; ; ) {
    const more = await log.read({ from, limit: 700 });
    records.push(...more);
    if (more.length === 0) return records;
    from = (more.at(-1) as LogRecord).offset + 1;
  }
}

async function count(log: EventLog): Promise<number> {
  return (await all(log)).length;
}
