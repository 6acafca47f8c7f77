// SPDX-License-Identifier: Apache-2.0
// Every class of seeded defect that the study of response tools names, one case each, on a playbook that is in order: the linter
// finds it, and where the study says that the official schema lets it pass, that is shown too. Places are sections of the
// study (`respond.md`) and the sentence there. Its first trap, about signatures, is in `src/respond/playbook/signature.test.ts`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../../src/respond/index.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import { describeCorpus } from './corpora.ts';

type Whole = ReturnType<typeof wholePlaybook> & Record<string, unknown>;
interface Class {
  readonly place: string;
  readonly defect: string;
  readonly spoil: (playbook: Whole) => unknown;
  readonly code: string;
  /** What the official schema says, where the study or the case tells. */
  readonly schema: 'passes' | 'fails';
}
const step = (playbook: Whole, type: string, digit: number) =>
  playbook.workflow[idOf(type, digit)] as Record<string, unknown>;
const TRAPS = '§1.3, second trap';

const CLASSES: readonly Class[] = [
  {
    place: TRAPS,
    defect: 'missing_step_playbook: a step leads to one that is not there',
    spoil: (p) => delete p.workflow[idOf('end', 7)],
    code: 'STEP',
    schema: 'passes',
  },
  {
    place: TRAPS,
    defect: 'infinite_playbook: the last action leads to itself',
    spoil: (p) => (step(p, 'action', 1)['on_completion'] = idOf('action', 1)),
    code: 'ENDLESS',
    schema: 'passes',
  },
  {
    place: TRAPS,
    defect: 'infinite_playbook: it starts at an action',
    spoil: (p) => (p.workflow_start = idOf('action', 1)),
    code: 'START',
    schema: 'passes',
  },
  {
    place: TRAPS,
    defect: 'infinite_playbook: its exception step is not there',
    spoil: (p) => (p['workflow_exception'] = idOf('end', 9)),
    code: 'STEP',
    schema: 'passes',
  },
  {
    place: TRAPS,
    defect: 'infinite_playbook: a password stands in it',
    spoil: (p) =>
      (p['authentication_info_definitions'] = {
        [idOf('http-basic', 1)]: { type: 'http-basic', user_id: 'admin', password: 'x' },
      }),
    code: 'SECRET',
    schema: 'passes',
  },
  {
    place: TRAPS,
    defect: 'invalid_email_playbook: the address of an agent is none',
    spoil: (p) =>
      Object.assign(p.agent_definitions, {
        [idOf('individual', 2)]: {
          ...{ type: 'individual', name: 'On call' },
          contact: { email: { work: 'on call at example.org' } },
        },
      }),
    code: 'CONTACT',
    schema: 'passes',
  },
  {
    place: `${TRAPS}, layout example and translations of experts`,
    defect: 'an action without commands',
    spoil: (p) => delete step(p, 'action', 1)['commands'],
    code: 'MISSING_KEY',
    schema: 'fails',
  },
  {
    place: `${TRAPS}, layout example and translations of experts`,
    defect: 'an action without an agent',
    spoil: (p) => delete step(p, 'action', 1)['agent'],
    code: 'MISSING_KEY',
    schema: 'fails',
  },
  {
    place: `${TRAPS}, translations of experts`,
    defect: 'nobody created it',
    spoil: (p) => delete (p as { created_by?: string }).created_by,
    code: 'MISSING_KEY',
    schema: 'fails',
  },
  {
    place: '§1.3, third trap: the template of CISA',
    defect: 'two parallel branches share an action',
    spoil: (p) => (step(p, 'action', 2)['on_completion'] = idOf('action', 1)),
    code: 'SHARED_BRANCH',
    schema: 'passes',
  },
  {
    place: '§1.3, third trap: the template of CISA',
    defect: 'branches end where they join',
    spoil: (p) => (step(p, 'action', 2)['on_completion'] = idOf('end', 1)),
    code: 'SHARED_BRANCH',
    schema: 'passes',
  },
  {
    place: '§1.2, “every branch reaches an end”',
    defect: 'a branch without an end',
    spoil: (p) => delete step(p, 'action', 1)['on_completion'],
    code: 'NO_END',
    schema: 'passes',
  },
  {
    place: '§1.2, row while: “bounded”',
    defect: 'a loop that nothing ends',
    spoil: (p) => delete step(p, 'action', 4)['out_args'],
    code: 'LOOP',
    schema: 'passes',
  },
  {
    place: '§1.2, row conditions',
    defect: 'a condition that is none',
    spoil: (p) => (step(p, 'if-condition', 1)['condition'] = "__host__:value = 'web' AND"),
    code: 'CONDITION',
    schema: 'passes',
  },
  {
    place: '§1.2, row command kinds',
    defect: 'a command of none of the twelve kinds',
    spoil: (p) => (step(p, 'action', 1)['commands'] = [{ type: 'fin', command: 'x' }]),
    code: 'VOCABULARY',
    schema: 'passes',
  },
  {
    place: '§12, row 5: what is asked of the linter',
    defect: 'a step that nobody leads to',
    spoil: (p) => (p.workflow[idOf('end', 8)] = { type: 'end' }),
    code: 'UNREACHABLE',
    schema: 'passes',
  },
  {
    place: '§12, row 5: what is asked of the linter',
    defect: 'a variable that is not defined',
    spoil: (p) => (step(p, 'if-condition', 1)['condition'] = '__other__:value = 1'),
    code: 'VARIABLE',
    schema: 'passes',
  },
];

const spoilt = ({ spoil }: Class): Whole => {
  const playbook = wholePlaybook() as Whole;
  spoil(playbook);
  return playbook;
};
const codes = (playbook: unknown): readonly string[] =>
  readPlaybook(Buffer.from(JSON.stringify(playbook)), 'p.json').problems.map(({ code }) => code);

describe('the linter', () => {
  it('finds nothing in a playbook that is in order', () => expect(codes(wholePlaybook())).toEqual([]));

  it.each(CLASSES)('finds, of $place: $defect', (each) => {
    expect(codes(spoilt(each))).toContain(`PLAYBOOK_${each.code}`);
  });
});

describeCorpus('cacao-schemas/schemas', 'the official schema of CACAO 2.0', (folder) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  const schemas = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = ajv.getSchema(schemas[files.indexOf('playbook.json')].$id);

  it('takes the playbook that is in order', () => {
    expect(validate?.(wholePlaybook()), JSON.stringify(validate?.errors, null, 1)).toBe(true);
  });

  it.each(CLASSES)('$schema: $defect', (each) => {
    expect(validate?.(spoilt(each))).toBe(each.schema === 'passes');
  });
});
