// SPDX-License-Identifier: Apache-2.0
// Published records through the readers: what conforms is taken, what does not is refused with a reason, nothing is lost.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import {
  compileIngest,
  INPUT_FORMATS,
  type IngestKnowledge,
  type InputFormat,
  ingest,
  isRefused,
  openIngest,
  type StreamItem,
} from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { corpus, describeCorpus } from './corpora.ts';

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs'))).value as Pack;
const knowledge: IngestKnowledge = compileIngest(pack, new TextEncoder().encode('key'));
const NOW = Date.parse('2026-11-26T00:00:00Z');

function readAll(bytes: Uint8Array, format: InputFormat = 'auto'): readonly StreamItem[] {
  const stream = openIngest(knowledge, { source: 'test', format, receivedAt: NOW });
  return [...stream.push(bytes), ...stream.end()];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const EPCIS = 'epcis/core/src/main/resources/2.0/EPCIS/JSON';

describeCorpus(EPCIS, 'EPCIS 2.0', (place) => {
  const files = filesBelow(place).filter((file) => file.endsWith('.json') && !file.includes('/Queries/'));
  const isInvalid = (file: string): boolean => file.includes('/Invalid/');

  it.each(files.filter((file) => !isInvalid(file)).map((file) => [file.slice(place.length + 1), file]))(
    'takes %s',
    (_, file) => {
      const items = readAll(readFileSync(file), 'epcis');
      expect(items.filter(isRefused).map(({ reason }) => reason)).toEqual([]);
      expect(items.length).toBeGreaterThan(0);
      expect(readAll(readFileSync(file)).map((item) => !isRefused(item) && item.format)).toEqual(
        items.map(() => 'epcis'),
      );
    },
  );

  it.each(files.filter(isInvalid).map((file) => [file.slice(place.length + 1), file]))(
    'refuses %s',
    (_, file) => {
      const refusals = readAll(readFileSync(file), 'epcis').filter(isRefused);
      expect(refusals.length).toBeGreaterThan(0);
      for (const { code, reason } of refusals) {
        expect(code).toBe('INGEST_EPCIS');
        expect(reason).toMatch(/expected .+/);
      }
    },
  );

  it('refuses XML, and says so', () => {
    const xml = Buffer.from(
      '<?xml version="1.0"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2"/>',
    );
    expect(readAll(xml)).toMatchObject([{ code: 'INGEST_XML' }]);
  });
});

describeCorpus('suricata-eve', 'Suricata EVE', (place) => {
  const files = filesBelow(place).filter((file) => file.endsWith('.json'));
  it.each(files.map((file) => [file.slice(place.length + 1), file]))('takes every alert of %s', (_, file) => {
    const published = JSON.parse(readFileSync(file, 'utf8')) as { event_type: string; src_ip: string }[];
    const items = readAll(readFileSync(file));
    expect(items.filter(isRefused)).toEqual([]);
    const events = items.flatMap((item) => (isRefused(item) ? [] : item.events()));
    expect(events.map(({ type }) => type)).toEqual(published.map(() => 'waf.hit'));
    expect(events.map(({ keys }) => keys['address'])).toEqual(published.map(({ src_ip }) => src_ip));
    expect(new Set(events.map(({ id }) => id)).size).toBe(published.length);
  });
});

describeCorpus('json-test-suite/test_parsing', 'JSONTestSuite', (place) => {
  const files = readdirSync(place).filter((name) => name.endsWith('.json'));

  it.each(files)('%s: every reader ends, and none changes a prototype', (name) => {
    const bytes = readFileSync(join(place, name));
    for (const format of INPUT_FORMATS) {
      for (const item of readAll(bytes, format)) if (!isRefused(item)) item.events();
      ingest(knowledge, { source: 'test', bytes, receivedAt: NOW, format });
    }
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(12);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('takes objects that must be taken as one record, and none that must be refused', () => {
    const verdict = (name: string) => {
      const items = readAll(readFileSync(join(place, name)), 'json');
      return items.length === 1 && items.every((item) => !isRefused(item));
    };
    const objects = files.filter((name) => readFileSync(join(place, name), 'utf8').trim().startsWith('{'));
    const [must, not] = [
      objects.filter((name) => name.startsWith('y_')),
      objects.filter((name) => name.startsWith('n_')),
    ];
    expect(must.length).toBeGreaterThan(5);
    expect(not.length).toBeGreaterThan(20);
    expect(must.filter((name) => !verdict(name))).toEqual([]);
    expect(not.filter(verdict)).toEqual([]);
  });
});

describe('big list of naughty strings', () => {
  const place = corpus('blns/blns.json');
  let naughty: readonly string[] = [];
  beforeAll(() => {
    naughty = place === undefined ? [] : (JSON.parse(readFileSync(place, 'utf8')) as string[]);
  });

  it.skipIf(place === undefined)('stays one record in every field of every format', () => {
    expect(naughty.length).toBeGreaterThan(400);
    for (const text of naughty) {
      const flat = text.replaceAll(/[\r\n]/g, ' ');
      const inputs: readonly [InputFormat, string][] = [
        ['ndjson', JSON.stringify({ request_method: text, request_uri: text, status: text, [text]: text })],
        ['json', JSON.stringify([{ a: text }])],
        [
          'cloudevents',
          JSON.stringify({
            specversion: '1.0',
            id: `i${text}`,
            source: `s${text}`,
            type: 'badge.event',
            data: { text },
          }),
        ],
        [
          'eve',
          JSON.stringify({
            timestamp: '2026-01-02T03:04:05Z',
            event_type: 'http',
            http: { url: text, http_method: text },
          }),
        ],
        [
          'otlp',
          JSON.stringify({
            resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: text } }] }] }],
          }),
        ],
        ['csv', `field\n"${text.replaceAll('"', '""')}x"\n`],
        ['syslog', `<13>Jan  2 03:04:05 host app: ${flat}`],
      ];
      for (const [format, input] of inputs) {
        const items = readAll(Buffer.from(input), format);
        expect(items.filter(isRefused), `${format} ${JSON.stringify(text)}`).toEqual([]);
        expect(items.length, `${format} ${JSON.stringify(text)}`).toBe(1);
        expect(items.flatMap((item) => (isRefused(item) ? [] : item.events())).length).toBe(1);
      }
      for (const item of readAll(Buffer.from(text))) if (!isRefused(item)) item.events();
    }
  });
});
