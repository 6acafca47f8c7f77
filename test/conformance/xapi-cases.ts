// SPDX-License-Identifier: Apache-2.0
// What an LRS takes and refuses in a statement (xAPI 1.0.3 Data 2 and 4; IEEE 9274.1.1 §4.2), as tables of our own: for each
// place what may stand there and what may not. Each is tried in a statement and in the statement inside of another.
import {
  ACCOUNT,
  AGENTS,
  ANNA,
  ANONYMOUS,
  ANSWERS,
  COMPONENTS,
  CREW,
  DEFINED,
  EXTENSIONS,
  FILE,
  GROUPS,
  type Json,
  LISTS,
  MAPS,
  NOT_AGENT,
  NOT_COMPONENTS,
  NOT_EXTENSIONS,
  NOT_GROUP,
  NOT_IRI,
  NOT_MAPS,
  NOT_TAGS,
  NOT_TIMES,
  NOT_UUID,
  NUMBER,
  OBJECT,
  OPEN,
  REF,
  ROUND,
  SCORE,
  STATEMENT,
  SUM,
  TAGS,
  TEXT,
} from './xapi-values.ts';

export interface Place {
  /** Where the requirement stands: section of xAPI 1.0.3. */
  readonly must: string;
  /** Path in the statement. */
  readonly at: string;
  /** Beside the statement that everything is tried on. */
  readonly in?: Json;
  readonly takes?: readonly unknown[];
  readonly refuses?: readonly unknown[];
}

const agentsAt = (at: string, must: string): Place => ({
  must,
  at,
  takes: [...AGENTS, ...GROUPS].map((each) => ({ objectType: 'Agent', ...each })),
  refuses: [...NOT_AGENT, ...NOT_GROUP],
});
const mapAt = (at: string, must: string, given: Json = {}): Place => ({
  must,
  at,
  in: given,
  takes: MAPS,
  refuses: NOT_MAPS,
});
const interaction = (interactionType: string): Json => ({
  object: { ...ROUND, definition: { interactionType } },
});

export const PLACES: readonly Place[] = [
  ...['actor', 'verb', 'object'].map((at) => ({
    must: 'Data 2.2, 2.4',
    at,
    refuses: [undefined, null, TEXT, NUMBER, {}],
  })),
  ...['Actor', 'veRb', 'oBject', 'RESULT', 'timeStamp', 'attachmentS', 'dummy'].map((at) => ({
    must: 'Data 2.2',
    at,
    refuses: [TEXT],
  })),
  ...['actor', 'context/instructor'].map((at) => ({ must: 'Data 2.4.2.1, 2.4.6', at, takes: AGENTS })),
  agentsAt('actor', 'Data 2.4.2'),
  agentsAt('object', 'Data 2.4.4.2'),
  agentsAt('context/instructor', 'Data 2.4.6'),
  {
    must: 'Data 2.4.4.2',
    at: 'object/objectType',
    in: { object: ANNA },
    refuses: [undefined, 'agent', 'Activity'],
  },
  {
    must: 'Data 2.4.6',
    at: 'context/team',
    takes: GROUPS,
    refuses: [...NOT_GROUP, ANNA, TEXT, NUMBER, OBJECT],
  },
  { must: 'Data 2.4.3', at: 'verb/id', refuses: [...NOT_IRI, undefined] },
  mapAt('verb/display', 'Data 2.4.3, 4.2'),
  { must: 'Data 2.4.4.1', at: 'object/id', refuses: [...NOT_IRI, undefined] },
  {
    must: 'Data 2.4.4.1',
    at: 'object/objectType',
    takes: [undefined],
    refuses: ['activity', NUMBER, OBJECT],
  },
  {
    must: 'Data 2.4.4.1',
    at: 'object/definition',
    takes: [undefined, {}, ...DEFINED.map(([name, value]) => ({ [name]: value }))],
    refuses: [TEXT, NUMBER, null],
  },
  mapAt('object/definition/name', 'Data 2.4.4.1, 4.2'),
  mapAt('object/definition/description', 'Data 2.4.4.1, 4.2'),
  ...['type', 'moreInfo'].map((name) => ({
    must: 'Data 2.4.4.1',
    at: `object/definition/${name}`,
    refuses: NOT_IRI,
  })),
  {
    must: 'Data 2.4.4.1',
    at: 'object/definition/interactionType',
    takes: ['true-false', 'fill-in', 'long-fill-in', 'numeric', 'other', ...Object.keys(LISTS)],
    refuses: ['true-faLse', 'Other', TEXT, NUMBER, OBJECT, ''],
  },
  ...Object.entries(LISTS).flatMap(([kind, list]) => [
    {
      must: 'Data 2.4.4.1',
      at: `object/definition/${list}`,
      in: interaction(kind),
      takes: [COMPONENTS],
      refuses: NOT_COMPONENTS,
    },
    { must: 'Data 2.4.4.1', at: `object/definition/${list}`, refuses: [COMPONENTS] },
  ]),
  ...Object.entries(ANSWERS).map(([kind, answers]) => ({
    must: 'Data 2.4.4.1',
    at: 'object/definition/correctResponsesPattern',
    in: interaction(kind),
    takes: [answers, []],
    refuses: [TEXT, NUMBER, OBJECT, [NUMBER], [OBJECT]],
  })),
  { must: 'Data 2.4.4.3', at: 'object', takes: [REF], refuses: [{ ...REF, objectType: 'statementref' }] },
  { must: 'Data 2.4.4.3, 4.3', at: 'object/id', in: { object: REF }, refuses: [...NOT_UUID, undefined] },
  { must: 'Data 2.4.5', at: 'result', refuses: [TEXT, NUMBER, null] },
  ...['success', 'completion'].map((name) => ({
    must: 'Data 2.4.5',
    at: `result/${name}`,
    takes: [true, false],
    refuses: ['true', TEXT, NUMBER, OBJECT, null],
  })),
  { must: 'Data 2.4.5', at: 'result/response', takes: ['text'], refuses: [NUMBER, OBJECT, null] },
  {
    must: 'Data 2.4.5, 4.6',
    at: 'result/duration',
    takes: ['PT1H0M0.1S', 'PT16559.14S', 'P3Y1M29DT4H35M59.14S', 'P3Y', 'P4W', 'P1DT12H36M0.12567S'],
    refuses: [TEXT, NUMBER, OBJECT, 'PA1H0M0S', 'P4W1D', 'P', ''],
  },
  {
    must: 'Data 2.4.5.1',
    at: 'result/score',
    takes: [SCORE, { raw: 0.6767676 }, { max: 7 }],
    refuses: [TEXT, NUMBER, null],
  },
  {
    must: 'Data 2.4.5.1',
    at: 'result/score/scaled',
    in: { result: { score: SCORE } },
    takes: [1, -1, 0.6767676],
    refuses: [1.01, -1.00001, '1'],
  },
  {
    must: 'Data 2.4.5.1',
    at: 'result/score/raw',
    in: { result: { score: SCORE } },
    takes: [0, 100],
    refuses: [-0.1, 100.1, '95'],
  },
  {
    must: 'Data 2.4.5.1',
    at: 'result/score/min',
    in: { result: { score: SCORE } },
    takes: [95],
    refuses: [95.1, 101, TEXT],
  },
  {
    must: 'Data 2.4.5.1',
    at: 'result/score/max',
    in: { result: { score: SCORE } },
    takes: [95],
    refuses: [94.9, -1, '100'],
  },
  { must: 'Data 2.4.6', at: 'context', refuses: [TEXT, NUMBER, null, { dummy: 1 }] },
  { must: 'Data 2.4.6, 4.3', at: 'context/registration', takes: [REF.id], refuses: [...NOT_UUID, null] },
  {
    must: 'Data 2.4.6, 4.3',
    at: 'context/statement',
    takes: [REF],
    refuses: [ANNA, ...NOT_UUID.map((id) => ({ ...REF, id }))],
  },
  { must: 'Data 2.4.6, 4.2', at: 'context/language', takes: TAGS, refuses: [...NOT_TAGS, NUMBER, OBJECT] },
  ...['revision', 'platform'].flatMap((name) => [
    { must: 'Data 2.4.6', at: `context/${name}`, takes: ['text'], refuses: [NUMBER, OBJECT] },
    ...[ANNA, CREW, REF].map((object) => ({
      must: 'Data 2.4.6',
      at: `context/${name}`,
      in: { object },
      refuses: ['text'],
    })),
  ]),
  { must: 'Data 2.4.6.2', at: 'context/contextActivities', refuses: [TEXT, NUMBER, {}, { near: ROUND }] },
  ...['parent', 'grouping', 'category', 'other'].map((kind) => ({
    must: 'Data 2.4.6.2',
    at: `context/contextActivities/${kind}`,
    takes: [ROUND, [ROUND, ROUND]],
    refuses: [TEXT, NUMBER, OBJECT, [ROUND, OBJECT], [OBJECT, ROUND]],
  })),
  {
    must: 'Data 2.4.7, 4.5',
    at: 'timestamp',
    takes: [
      '2013-05-18T05:32:34.804Z',
      '2008-09-15 15:53:00.601+00:00',
      '2023-05-04T12:00:00-05:00',
      '2100-01-01T00:00:00Z',
    ],
    refuses: NOT_TIMES,
  },
  { must: 'Data 2.4.11', at: 'attachments', takes: [[FILE]], refuses: [FILE, TEXT, [NUMBER], [TEXT]] },
  ...(
    [
      ['usageType', NOT_IRI],
      ['fileUrl', NOT_IRI],
      ['contentType', [TEXT, NUMBER]],
      ['length', [TEXT, 1.5]],
      ['sha2', [TEXT, NUMBER]],
      ['display', NOT_MAPS],
      ['description', NOT_MAPS],
    ] as const
  ).map(([name, wrong]) => ({
    must: 'Data 2.4.11',
    at: 'attachments',
    refuses: wrong.map((value) => [{ ...FILE, [name]: value }]),
  })),
  ...['object/definition', 'result', 'context'].map((at) => ({
    must: 'Data 4.1',
    at: `${at}/extensions`,
    takes: [{}, ...EXTENSIONS],
    refuses: NOT_EXTENSIONS,
  })),
];

const MEMBERS = [ACCOUNT, ANNA, OPEN];
const authority = (members: number, more: Json = {}): Json => ({
  objectType: 'Group',
  member: MEMBERS.slice(0, members),
  ...more,
});

/** What only a statement has, and no statement inside of another. */
export const OUTSIDE: readonly Place[] = [
  { must: 'Data 2.4.1, 4.3', at: 'id', refuses: NOT_UUID },
  { must: 'Data 2.4.8', at: 'stored', takes: ['2011-07-15T00:00:00.000Z'], refuses: NOT_TIMES },
  { must: 'Data 2.4.10', at: 'version', takes: ['1.0', '1.0.9'], refuses: [TEXT, '0.9.9', '1.1.0', NUMBER] },
  {
    must: 'Data 2.4.9',
    at: 'authority',
    takes: [...AGENTS, authority(2), ANONYMOUS],
    refuses: [
      authority(1),
      authority(3),
      ...[SUM, OPEN, ACCOUNT, { mbox: ANNA.mbox }].map((each) => authority(2, each)),
      ...GROUPS.filter((each) => each !== ANONYMOUS),
      ...NOT_AGENT,
      ...NOT_GROUP,
    ],
  },
  { must: 'Data 2.3.2', at: 'verb/id', refuses: ['http://adlnet.gov/expapi/verbs/voided'] },
  {
    must: 'Data 2.4.4.3',
    at: 'object',
    takes: [{ ...STATEMENT, objectType: 'SubStatement' }],
    refuses: [
      { ...STATEMENT, objectType: 'substatement' },
      { ...STATEMENT, objectType: 'SubStatement', object: { ...STATEMENT, objectType: 'SubStatement' } },
      ...Object.entries({
        id: REF.id,
        stored: '2013-05-18T05:32:34Z',
        version: '1.0.0',
        authority: ANNA,
      }).map(([name, value]) => ({
        ...STATEMENT,
        objectType: 'SubStatement',
        [name]: value,
      })),
    ],
  },
];

const AROUND = {
  objectType: 'contextAgent',
  agent: ANNA,
  relevantTypes: ['http://example.com/types/player'],
};
const TEAM = {
  objectType: 'contextGroup',
  group: { ...CREW, member: [ANNA] },
  relevantTypes: ['http://example.com/types/team'],
};

/** IEEE 9274.1.1 §4.2.2: of 2.0 alone. */
export const LATER: readonly Place[] = [
  {
    must: 'IEEE 9274.1.1 §4.2',
    at: 'context/contextAgents',
    takes: [[AROUND], AGENTS.map((agent) => ({ ...AROUND, agent }))],
    refuses: [
      AROUND,
      ...[
        { objectType: TEXT },
        { agent: undefined },
        ...[...NOT_AGENT, ...GROUPS].map((agent) => ({ agent })),
        { relevantTypes: [] },
        { relevantTypes: ['abc'] },
      ].map((more) => [{ ...AROUND, ...more }]),
    ],
  },
  {
    must: 'IEEE 9274.1.1 §4.2',
    at: 'context/contextGroups',
    takes: [[TEAM, TEAM], GROUPS.map((group) => ({ ...TEAM, group }))],
    refuses: [
      TEAM,
      ...[
        { objectType: TEXT },
        { group: undefined },
        ...[...NOT_GROUP, ...AGENTS, OBJECT].map((group) => ({ group })),
        { relevantTypes: [] },
        { relevantTypes: ['abc'] },
      ].map((more) => [{ ...TEAM, ...more }]),
    ],
  },
];
