// SPDX-License-Identifier: Apache-2.0
// What a statement may say (xAPI 1.0.3 Data 2.4; IEEE 9274.1.1 §4.2). Null is nowhere a value but in extensions.
import { z } from 'zod';
import {
  isDuration,
  isIri,
  isLanguageTag,
  isMailbox,
  isMediaType,
  isSha1,
  isSha2,
  isUuid,
  timeIn,
} from './formats.ts';

const text = (is: (text: string) => boolean, what: string): z.ZodString =>
  z.string().refine(is, { error: `expected ${what}` });

const uuid = text(isUuid, 'a UUID');
const iri = text(isIri, 'an IRI with its scheme');
const timestamp = text((each) => timeIn(each) !== undefined, 'a time such as 2026-11-26T10:00:00Z');
const languageTag = text(isLanguageTag, 'a language tag such as en-GB');
// A map of no language tells nothing; a property without a value is left out (Data 2.2).
const languageMap = z.record(languageTag, z.string()).refine((each) => Object.keys(each).length > 0, {
  error: 'expected at least one language; leave it out if there is none',
});
const extensions = z.record(iri, z.unknown());

const identifier = {
  mbox: text(isMailbox, '`mailto:` and an address').optional(),
  mbox_sha1sum: text(isSha1, '40 hexadecimal digits').optional(),
  openid: iri.optional(),
  account: z.strictObject({ homePage: iri, name: z.string().min(1) }).optional(),
};

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

type Identified = { readonly [name in (typeof IDENTIFIERS)[number]]?: unknown };

function identifiersOf(of: Identified): number {
  return IDENTIFIERS.filter((name) => of[name] !== undefined).length;
}

export const agent = z
  .strictObject({ objectType: z.literal('Agent').optional(), name: z.string().optional(), ...identifier })
  .refine((each) => identifiersOf(each) === 1, { error: `expected one of ${IDENTIFIERS.join(', ')}` });

const group = z
  .strictObject({
    objectType: z.literal('Group'),
    name: z.string().optional(),
    ...identifier,
    member: z.array(agent).optional(),
  })
  .refine((each) => identifiersOf(each) <= 1, { error: 'expected at most one identifier' })
  .refine((each) => identifiersOf(each) === 1 || (each.member?.length ?? 0) > 0, {
    error: 'expected members in a group without an identifier',
  });

/** The words of the two are never the same, so that only the fitting one explains what is wrong. */
export const actor = z.union([group, agent]);

const component = z.strictObject({ id: z.string().min(1), description: languageMap.optional() });
const components = z
  .array(component)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, {
    error: 'expected ids that differ',
  })
  .optional();

const LISTS = ['choices', 'scale', 'source', 'target', 'steps', 'correctResponsesPattern'] as const;

const definition = z
  .strictObject({
    name: languageMap.optional(),
    description: languageMap.optional(),
    type: iri.optional(),
    moreInfo: iri.optional(),
    interactionType: z
      .enum([
        'true-false',
        'choice',
        'fill-in',
        'long-fill-in',
        'matching',
        'performance',
        'sequencing',
        'likert',
        'numeric',
        'other',
      ])
      .optional(),
    correctResponsesPattern: z.array(z.string()).optional(),
    choices: components,
    scale: components,
    source: components,
    target: components,
    steps: components,
    extensions: extensions.optional(),
  })
  .refine((each) => each.interactionType !== undefined || LISTS.every((name) => each[name] === undefined), {
    error: 'expected an `interactionType` beside what belongs to an interaction',
  });

const activity = z.strictObject({
  objectType: z.literal('Activity').optional(),
  id: iri,
  definition: definition.optional(),
});

const statementRef = z.strictObject({ objectType: z.literal('StatementRef'), id: uuid });

const verb = z.strictObject({ id: iri, display: languageMap.optional() });

const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1).optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(
    ({ raw, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) =>
      min < max && (raw === undefined || (raw >= min && raw <= max)),
    { error: 'expected min < max, and raw between them' },
  );

const result = z.strictObject({
  score: score.optional(),
  success: z.boolean().optional(),
  completion: z.boolean().optional(),
  response: z.string().optional(),
  duration: text(isDuration, 'a duration such as PT1M30S').optional(),
  extensions: extensions.optional(),
});

const activities = z.union([z.array(activity), activity]).optional();

const relevantTypes = z.array(iri).min(1).optional();

const contextShape = {
  registration: uuid.optional(),
  instructor: actor.optional(),
  team: group.optional(),
  contextActivities: z
    .strictObject({ parent: activities, grouping: activities, category: activities, other: activities })
    .refine((each) => Object.keys(each).length > 0, { error: 'expected at least one kind' })
    .optional(),
  revision: z.string().optional(),
  platform: z.string().optional(),
  language: languageTag.optional(),
  statement: statementRef.optional(),
  extensions: extensions.optional(),
};

const context = {
  '1.0.3': z.strictObject(contextShape),
  '2.0.0': z.strictObject({
    ...contextShape,
    contextAgents: z
      .array(z.strictObject({ objectType: z.literal('contextAgent'), agent, relevantTypes }))
      .optional(),
    contextGroups: z
      .array(z.strictObject({ objectType: z.literal('contextGroup'), group, relevantTypes }))
      .optional(),
  }),
};

const attachment = z.strictObject({
  usageType: iri,
  display: languageMap,
  description: languageMap.optional(),
  contentType: text(isMediaType, 'a media type'),
  length: z.int().nonnegative(),
  sha2: text(isSha2, 'a SHA-2 hash in hexadecimal'),
  fileUrl: iri.optional(),
});

export type Version = keyof typeof context;

const OTHER_OBJECTS = { Agent: agent, Group: group, StatementRef: statementRef } as const;

/** What `object` is, is said by its `objectType`; an activity need not say it. */
function objectSchema(objectType: unknown): z.ZodType {
  const known = Object.entries(OTHER_OBJECTS).find(([name]) => name === objectType);
  return known === undefined ? activity : known[1];
}

type Parts = Readonly<Record<string, unknown>>;

function typeOf(object: unknown): unknown {
  return typeof object === 'object' && object !== null ? (object as Parts)['objectType'] : undefined;
}

const object = z.custom<Parts>().superRefine((value, into) => {
  const parsed = objectSchema(typeOf(value)).safeParse(value);
  for (const issue of parsed.error?.issues ?? [])
    into.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
});

const told = (version: Version) => ({
  actor,
  verb,
  result: result.optional(),
  context: context[version].optional(),
  timestamp: timestamp.optional(),
  attachments: z.array(attachment).optional(),
});

const ofActivity = ({
  object: of,
  context: around,
}: {
  object: unknown;
  context?: Parts | undefined;
}): boolean =>
  [undefined, 'Activity'].includes(typeOf(of) as string | undefined) ||
  (around?.['revision'] === undefined && around?.['platform'] === undefined);

const NOT_OF_ACTIVITY = { error: 'expected `revision` and `platform` only where the object is an activity' };

const subStatement = (version: Version): z.ZodType<Parts> =>
  z
    .strictObject({ objectType: z.literal('SubStatement'), ...told(version), object })
    .refine(ofActivity, NOT_OF_ACTIVITY);

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

/** Two agents: an application and who uses it (OAuth). */
const authority = z.union([
  group.refine(({ member, ...rest }) => identifiersOf(rest) === 0 && member?.length === 2, {
    error: 'expected a group of two agents without an identifier',
  }),
  agent,
]);

const versions = { '1.0.3': /^1\.0(?:\.\d+)?$/, '2.0.0': /^[12]\.0(?:\.\d+)?$/ };

function statementSchema(version: Version): z.ZodType<Parts> {
  const sub = subStatement(version);
  const anyObject = z.custom<Parts>().superRefine((value, into) => {
    const parsed = (typeOf(value) === 'SubStatement' ? sub : object).safeParse(value);
    for (const issue of parsed.error?.issues ?? [])
      into.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
  });
  return z
    .strictObject({
      id: uuid.optional(),
      ...told(version),
      object: anyObject,
      stored: timestamp.optional(),
      authority: authority.optional(),
      version: z.string().regex(versions[version], { error: 'expected a version of xAPI' }).optional(),
    })
    .refine(ofActivity, NOT_OF_ACTIVITY)
    .refine((each) => each.verb.id !== VOIDED || typeOf(each.object) === 'StatementRef', {
      error: 'expected a StatementRef as the object of a statement that voids',
    });
}

/** Shapes of statements, by the version that the request is of. */
export const STATEMENT: Readonly<Record<Version, z.ZodType<Parts>>> = {
  '1.0.3': statementSchema('1.0.3'),
  '2.0.0': statementSchema('2.0.0'),
};
