// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes are, an importer answers; and what it gives is a model.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Model, neededAsset } from '../schema.ts';
import { contextOf } from './guess.ts';
import { SEEDS } from './hostile.fixture.ts';
import { importers } from './importers.ts';
import { mergeParts } from './merge/index.ts';

const context = contextOf([{ on: 'name', words: ['a', 'web'], type: 'cache', confidence: 0.5 }]);

const SCAN =
  '<nmaprun><scaninfo protocol="tcp" numservices="9"/><host><status state="up"/><address addr="192.0.2.1"/><hostnames><hostname name="a.example"/></hostnames><ports><port protocol="tcp" portid="80"><state state="open"/><service name="http" product="x" conf="7" tunnel="ssl"><cpe>cpe:/a:v:p:1</cpe></service><script id="vulners" output="CVE-2020-1234"/></port></ports><os><osmatch name="L" accuracy="90"><osclass type="router" accuracy="90"/></osmatch></os></host></nmaprun>';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function answers(id: string, bytes: Uint8Array): void {
  const importer = importers.find((candidate) => candidate.id === id);
  if (importer === undefined) throw new Error(`No importer ${id}`);
  const input = { file: 'in', bytes };
  const sure = importer.sniff(input);
  expect(sure >= 0 && sure <= 1, 'sniff gives a number from 0 to 1').toBe(true);
  const { value, problems } = importer.read([input], context);
  expect(value !== undefined || problems.length > 0, 'neither a part of a model nor a problem').toBe(true);
  for (const { at } of problems) expect(at.line >= 1 && at.column >= 1).toBe(true);
  const { value: model } = mergeParts([{ label: 'in', part: value ?? {} }]);
  expect(Model.safeParse(model).error?.issues ?? []).toEqual([]);
  expectReferences(model as Model);
}

function expectReferences(model: Model): void {
  const sections = [
    ...[model.zones, model.assets, model.flows, model.barriers, model.identities, model.credentials],
    ...[model.assumptions, model.gaps],
  ];
  const ids = sections.flatMap((elements) => (elements ?? []).flatMap(({ id }) => id ?? []));
  const known = new Set(ids);
  expect(known.size).toBe(ids.length);
  const named = [
    ...(model.zones ?? []).flatMap(({ within }) => within ?? []),
    ...(model.assets ?? []).flatMap(({ zone, runsOn }) => [zone ?? [], runsOn ?? []].flat(2)),
    ...(model.flows ?? []).flatMap(({ from, to }) => [from, to]),
    ...(model.barriers ?? []).flatMap(({ from, to, except }) =>
      [from, to, ...(except ?? []).flatMap((one) => [one.from, one.to])].flat().filter((id) => id !== 'all'),
    ),
    ...(model.identities ?? []).flatMap(({ grants }) => (grants ?? []).map(({ on }) => on)),
    ...(model.credentials ?? []).flatMap(({ unlocks, keptIn }) => [...(unlocks ?? []), ...(keptIn ?? [])]),
    ...(model.dependencies ?? []).flatMap(({ of, needs }) => [of, ...needs.map(neededAsset)]),
    ...(model.gaps ?? []).map(({ about }) => about),
    ...(model.assumptions ?? []).flatMap(({ about }) => about ?? []),
  ];
  expect(named.filter((id) => !known.has(id))).toEqual([]);
}

/** The document with one value replaced by another, anywhere. */
function mutated(seed: unknown): fc.Arbitrary<unknown> {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
  };
  walk(seed, []);
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      0,
      -1,
      1e308,
      true,
      [],
      {},
      '__proto__',
      '\u0000',
      'ü/ü',
      'x'.repeat(3_000),
      '../../..',
      'pkg:npm/a',
      'all',
    ),
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'grapheme' }),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((value, [path, part]) => replaced(value, path, part), seed));
}

function replaced(value: unknown, path: readonly (string | number)[], part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return part;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === String(key) ? replaced(item, rest, part) : item));
  return { ...value, [key]: replaced((value as Readonly<Record<string, unknown>>)[key], rest, part) };
}

describe('importers', () => {
  it.each(importers.map(({ id }) => id))('%s answers any bytes', (id) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map(encode),
          fc.json().map(encode),
        ),
        (bytes) => answers(id, bytes),
      ),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(SEEDS))('%s makes a valid model of what is nearly right', (id) => {
    answers(id, encode(JSON.stringify(SEEDS[id])));
    fc.assert(
      fc.property(mutated(SEEDS[id]), (document) => answers(id, encode(JSON.stringify(document)))),
      { numRuns: 400 },
    );
  });

  it('nmap makes a valid model of what is nearly right', () => {
    answers('nmap', encode(SCAN));
    const cut = fc.tuple(
      fc.nat(SCAN.length),
      fc.nat(30),
      fc.oneof(
        fc.constantFrom('', '"', '<', '>', '&', '/>', '999999', '-1', 'NaN', 'open|filtered'),
        fc.string({ unit: 'grapheme' }),
      ),
    );
    fc.assert(
      fc.property(cut, ([from, length, text]) =>
        answers('nmap', encode(SCAN.slice(0, from) + text + SCAN.slice(from + length))),
      ),
      { numRuns: 500 },
    );
    const value = fc.oneof(
      fc.constantFrom('', '-1', '1e9', 'NaN', 'x'.repeat(3_000), '../..', 'ü', '::1', ':::::::'),
      fc.stringMatching(/^[^<&"]{0,30}$/),
    );
    fc.assert(
      fc.property(fc.nat(40), value, (nth, text) =>
        answers(
          'nmap',
          encode(
            SCAN.replace(/="[^"]*"/g, (old, offset: number) => (offset % 41 === nth ? `="${text}"` : old)),
          ),
        ),
      ),
      { numRuns: 500 },
    );
  });
});
