// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { type LabelledAlert, scoreIncidents } from './score.ts';

const at = (incident: string, attack: string | undefined, time: number): LabelledAlert => ({
  incident,
  attack,
  time,
});
const ATTACKS = [
  { id: 'a', start: 100 },
  { id: 'b', start: 200 },
];

describe('scores', () => {
  test.each([
    [
      'one incident each',
      [at('1', 'a', 150), at('1', 'a', 160), at('2', 'b', 200)],
      {
        recall: 1,
        precision: 1,
        falseIncidents: 0,
        mixedIncidents: 0,
        medianTimeToDetect: 0,
        alertsPerIncident: 1.5,
      },
    ],
    ['nothing found', [], { recall: 0, precision: 1, incidents: 0, medianTimeToDetect: undefined }],
    [
      'a false one and a missed one',
      [at('1', 'a', 150), at('2', undefined, 170)],
      { recall: 0.5, precision: 0.5, falseIncidents: 1 },
    ],
    [
      'two attacks in one incident: only the larger is found',
      [at('1', 'a', 150), at('1', 'a', 160), at('1', 'b', 205)],
      { recall: 0.5, precision: 1, mixedIncidents: 1 },
    ],
    [
      'as many everyday alerts as others make it false',
      [at('1', 'a', 150), at('1', undefined, 160)],
      { recall: 0, precision: 0, falseIncidents: 1 },
    ],
  ])('%s', (_, alerts, expected) => {
    expect(scoreIncidents(alerts, ATTACKS)).toMatchObject(expected);
  });

  test('counts the pieces of an attack and the time to its first alert', () => {
    const { attacks } = scoreIncidents([at('1', 'a', 130), at('2', 'a', 170)], ATTACKS);
    expect(attacks).toEqual([
      { attack: 'a', isFound: true, incidents: 2, timeToDetect: 30, alerts: 2 },
      { attack: 'b', isFound: false, incidents: 0, timeToDetect: undefined, alerts: 0 },
    ]);
  });
});
