// SPDX-License-Identifier: Apache-2.0
// Values for the places of a statement: some that are what they must be, and some that are not.

export type Json = Readonly<Record<string, unknown>>;

export const [TEXT, NUMBER, OBJECT] = ['should not be', 12345, { key: 'should not be' }];
export const NOT_IRI = ['ab=c://example.com', TEXT, NUMBER, OBJECT, null, ''];
export const NOT_UUID = [
  NUMBER,
  OBJECT,
  TEXT,
  'AA97B177-9383-4934-8543-0F91A7A028368',
  'MA97B177-9383-4934-8543-0F91A7A02836',
];
export const MAP = { 'en-GB': 'one', 'en-US': 'one' };

export const ANNA = { objectType: 'Agent', name: 'Anna', mbox: 'mailto:anna@example.com' };
export const SUM = { mbox_sha1sum: 'cd9b00a5611f94eaa7b1661edab976068e364975' };
export const OPEN = { openid: 'http://id.example.com/anna' };
export const ACCOUNT = { account: { homePage: 'http://example.com', name: 'anna' } };
export const CREW = { objectType: 'Group', name: 'Crew', mbox: 'mailto:crew@example.com' };
export const ANONYMOUS = { objectType: 'Group', member: [ANNA, ACCOUNT] };
export const ROUND = {
  objectType: 'Activity',
  id: 'http://example.com/rounds/1',
  definition: {
    type: 'http://example.com/types/round',
    name: MAP,
    description: MAP,
    moreInfo: 'http://example.com/1',
  },
};
export const REF = { objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' };
export const FILE = {
  usageType: 'http://example.com/usage',
  display: MAP,
  contentType: 'text/plain; charset=ascii',
  length: 27,
  sha2: '495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a',
  fileUrl: 'http://example.com/file',
};
export const STATEMENT: Json = {
  actor: ANNA,
  verb: { id: 'http://example.com/did', display: MAP },
  object: ROUND,
};

export const AGENTS = [ANNA, SUM, OPEN, ACCOUNT];
/** Two identifiers, in both orders. */
const MIXED = AGENTS.flatMap((one) =>
  AGENTS.filter((other) => other !== one).map((other) => ({ ...one, ...other })),
);
const NOT_IDENTIFIERS = [
  ...['anna@example.com', 'mailto:', '', NUMBER, OBJECT].map((mbox) => ({ mbox })),
  ...['abc', NUMBER, OBJECT].map((mbox_sha1sum) => ({ mbox_sha1sum })),
  ...NOT_IRI.map((openid) => ({ openid })),
  ...[TEXT, {}, { name: 'a' }, { homePage: 'http://example.com' }].map((account) => ({ account })),
  ...NOT_IRI.map((homePage) => ({ account: { homePage, name: 'a' } })),
  ...[NUMBER, OBJECT].map((name) => ({ account: { homePage: 'http://example.com', name } })),
];
export const NOT_AGENT = [
  TEXT,
  NUMBER,
  OBJECT,
  {},
  { objectType: 'Agent', name: 'Anna' },
  { ...ANNA, objectType: 'agent' },
  { ...ANNA, name: null },
  { ...ANNA, name: NUMBER },
  { ...ANNA, member: [ACCOUNT] },
  ...MIXED,
  ...NOT_IDENTIFIERS,
];
export const GROUPS = [
  CREW,
  { ...CREW, member: [ANNA] },
  ANONYMOUS,
  ...AGENTS.flatMap((each) => [
    { ...each, objectType: 'Group' },
    { ...each, objectType: 'Group', member: AGENTS },
  ]),
];
export const NOT_GROUP = [
  { objectType: 'Group' },
  { objectType: 'Group', member: [] },
  { ...CREW, objectType: 'group' },
  ...[...MIXED, ...NOT_IDENTIFIERS].flatMap((each) => [
    { ...each, objectType: 'Group' },
    { ...each, objectType: 'Group', member: [ANNA] },
  ]),
  // No list of agents: with and without an identifier beside it.
  ...[
    ...[TEXT, OBJECT, NUMBER, null, ANNA, { objectType: 'Group' }, [CREW], [ANONYMOUS]],
    ...NOT_AGENT.map((each) => [ANNA, each]),
  ].flatMap((member) => [
    { ...CREW, member },
    { objectType: 'Group', member },
  ]),
];

export const TAGS = [
  'de',
  'de-DE',
  'cmn',
  'ase',
  'es-419',
  'zh-Hant',
  'sr-Latn-RS',
  'zh-Hans-CN',
  'de-1996',
  'en-x-own',
  'i-klingon',
];
export const NOT_TAGS = [
  ...['', 'a12345', 'something', 'a-DE', 'zh-something-ccc'],
  // Two regions; a region before a script; an extension and a variant that come twice (RFC 5646 §2.2).
  ...['de-419-DE', 'ase-GB-US', 'de-DE-Latn', 'ar-a-aaa-b-bbb-a-ccc', 'zh-z-aaa-z-bbb', 'de-1996-1996'],
];
export const MAPS = TAGS.map((tag) => ({ [tag]: 'one' }));
export const NOT_MAPS = [
  {},
  ...NOT_TAGS.map((tag) => ({ 'en-US': 'one', [tag]: 'one' })),
  { en: null },
  { en: NUMBER },
  TEXT,
  NUMBER,
];

export const COMPONENTS = [{ id: 'a', description: MAP }, { id: 'b' }];
export const LISTS: Json = {
  choice: 'choices',
  sequencing: 'choices',
  likert: 'scale',
  matching: 'source',
  performance: 'steps',
};
/** Answers as each kind of interaction writes them. */
export const ANSWERS = {
  'true-false': ['true'],
  choice: ['a[,]b'],
  'fill-in': ['{case_matters=false}yes', 'no'],
  'long-fill-in': ['{lang=en}as long as it takes'],
  matching: ['a[.]1[,]b[.]2'],
  performance: ['a[.]1:[,]b[.]10[:]12'],
  sequencing: ['b[,]a'],
  likert: ['b'],
  numeric: ['4[:]'],
  other: ['(35.937432,-86.868896)'],
};
export const NOT_COMPONENTS = [
  COMPONENTS[0],
  TEXT,
  [TEXT],
  [{ id: NUMBER }],
  [{ description: MAP }],
  [{ id: 'a', description: TEXT }],
  [{ id: 'a', description: { something: 'one' } }],
  [{ id: 'a' }, { id: 'a' }],
];
export const EXTENSIONS = [true, NUMBER, OBJECT, 'text', null, '', {}].map((value) => ({
  'http://example.com/x': value,
}));
/** Each says enough of an activity alone. */
export const DEFINED = [
  ['name', MAP],
  ['description', MAP],
  ['type', 'http://example.com/types/round'],
  ['moreInfo', 'http://example.com/1'],
  ['interactionType', 'other'],
  ['extensions', { 'http://example.com/x': 1 }],
] as const;
export const NOT_EXTENSIONS = [{ 'should not be': true }, TEXT, NUMBER, null];
export const SCORE = { scaled: 0.95, raw: 95, min: 0, max: 100 };
export const NOT_TIMES = [
  TEXT,
  NUMBER,
  '01/011/2015',
  ...['-00', '-0000', '-00:00'].map((zone) => `2008-09-15T15:53:00.601${zone}`),
];
