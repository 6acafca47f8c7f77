// SPDX-License-Identifier: Apache-2.0
// Sentences that detection makes, as the console says them: a sentence that is worded anew here must be worded anew there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toldIn } from '../console/src/words/told.ts';
import { reasonsOf } from '../src/monitor/anomaly/baseline/reasons.ts';
import { createAnomalyDetector, DETECTORS, type Observation } from '../src/monitor/anomaly/index.ts';
import { alert, knowledge, PATH } from '../src/monitor/correlate/fixture.ts';
import { createFusion } from '../src/monitor/correlate/fuse.ts';
import { type Why, whyOf } from '../src/monitor/correlate/why.ts';

const WORDS = join(import.meta.dirname, '../console/src/words/told');
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(WORDS, `${language}.json`), 'utf8')) as Record<string, string>;
const LANGUAGES = ['de', 'fr', 'es', 'el'];

/** Why alerts are where they are: by a key, a neighbour, a path, an event, a threat, the rule, and a name of another kind. */
function reasons(): readonly string[] {
  const known = knowledge({
    paths: [PATH],
    neighboursOf: (element) => new Set(element === 'ledger' ? ['admin'] : []),
  });
  const fusion = createFusion(known, { lateness: 0 });
  const first = alert(
    'phish',
    0,
    { asset: 'admin', account: 'mara' },
    { techniques: ['T1566'], threats: [26] },
  );
  const alerts = [
    first,
    alert('off', 5, { asset: 'ledger' }, { techniques: ['T1562'], threats: [26] }),
    { ...alert('again', 6, { account: 'mara' }), record: first.record, at: first.at },
    alert('phish', 7, { account: 'mara' }),
    alert('unpaid', 60, { job: 'mara' }, { threats: [25] }),
  ];
  for (const each of alerts) fusion.accept(each);
  fusion.end();
  const within = ({ text, of = [] }: Why): readonly string[] => [text, ...of.flatMap(within)];
  return fusion
    .incidents()
    .flatMap((incident) => whyOf(incident).of?.flatMap(({ of = [] }) => of.flatMap(within)) ?? []);
}

/** Titles, keys and fields of events are names, which stay. */
const NAMES = /^(?:Rule |test |(?:asset|account|job) \S+ \(|T\d{4} \(|\S+=|kind=)/;

describe.each(LANGUAGES)('in %s', (language) => {
  const told = toldIn(read('en'), read(language));

  test('each reason of an incident is said', () => {
    const texts = [...new Set(reasons())].filter((text) => !NAMES.test(text));
    expect(texts.length).toBeGreaterThan(6);
    expect(texts.filter((text) => told('incident', text) === text)).toEqual([]);
  });

  test('what a score means, and what is usual of each detector', () => {
    const parts = usuals().flatMap(({ usual }) =>
      reasonsOf(
        { alpha: 0.01 },
        2,
        [
          { feature: 'speed', value: 3, usual, part: 2 },
          { feature: 'step', value: 'open', usual, part: 1 },
        ],
        undefined,
      ),
    );
    const whole = reasonsOf({ alpha: 0.01 }, 2, [{ feature: 'a', value: 3, usual: 'about 2', part: 2 }], {
      p: 0.01,
      alarm: true,
      recalibrated: true,
    });
    const texts = [...parts, ...whole];
    expect(texts.filter((text) => told('incident', text) === text)).toEqual([]);
    // What is usual, too, where it is more than numbers and names.
    const english = usuals().filter(({ usual }) => !/^[\d.,± –-]+$/.test(usual));
    expect(english.length).toBeGreaterThan(8);
    expect(english.filter(({ usual, name }) => !STAY.has(name) && told('incident', usual) === usual)).toEqual(
      [],
    );
  });
});

/** What they tell is a list of names or a span of numbers. */
const STAY = new Set(['text-parameters', 'sequence']);

function usuals(): readonly { readonly name: string; readonly usual: string }[] {
  return DETECTORS.flatMap(({ name }) => {
    const { detector } = createAnomalyDetector(name, NEEDED[name] ?? {}, 7);
    if (detector === undefined) return [];
    for (let at = 0; at < 800; at++) detector.learnOne(observed(at, 20 + (at % 7)));
    const odd = {
      ...observed(801, 900),
      features: { value: 900, lat: 52, lon: 9, step: 'shout', name: '<x>' },
    };
    return detector.explain(odd).map(({ usual }) => ({ name, usual }));
  });
}

const NEEDED: Readonly<Record<string, object>> = {
  agreement: { age: 7200 },
  plan: { plan: { '*': [{ days: ['mon'], from: '06:00', to: '18:00' }] } },
};

function observed(at: number, value: number): Observation {
  const [lat, lon] = [50 + (at % 5) / 1000, 7];
  return {
    time: Date.UTC(2026, 0, 5) + at * 900_000,
    key: `k${at % 6}`,
    group: 'g',
    features: {
      value,
      lat,
      lon,
      step: ['open', 'read', 'close'][Math.floor(at / 6) % 3] as string,
      name: `mug ${at % 13}`,
    },
  };
}
