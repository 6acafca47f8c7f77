// SPDX-License-Identifier: Apache-2.0
// What a campaign showed: as text, as a table, as statements.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { handleLrs, resultsTable } from '../../awareness/index.ts';
import { openLrsStore } from '../../platform/index.ts';
import type { Answer } from '../../server/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson, forJsonLine } from '../render/escape.ts';
import type { Campaigning } from './verb.ts';

type Results = Answer<'campaignResults'>;
type Told = Results['tests'][number];
type Ends = { readonly value: number | null; readonly low: number | null; readonly high: number | null };

export async function results({ call, ask, operands: [id] }: Campaigning): Promise<number> {
  if (id === undefined) throw new Failure(EXIT.usage, '`campaign results` takes the id of a campaign');
  const found = await ask('campaignResults', { params: { id } });
  if (found.tests.length === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to tell yet: a test is told when it is over${found.nextAt === undefined ? '' : `, the next on ${found.nextAt.slice(0, 10)}`}`,
    );
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/campaign-results/1', ...found })
      : [
          style.bold(style.safe(found.title)),
          ...found.tests.flatMap((test) => testLines(test, found.smallest, style.safe)),
          '',
        ].join('\n'),
  );
  return EXIT.secure;
}

function testLines(
  { day, groups, hidden, trial }: Told,
  smallest: number,
  safe: (text: string) => string,
): string[] {
  const held =
    hidden === 0
      ? []
      : [`  ${hidden} groups are not told: too few people, or they would give such a group away`];
  return [
    `Day ${day}`,
    ...(groups.length === 0 ? [`  Fewer than ${smallest} people took the test: nothing is told`] : []),
    ...groups.flatMap(({ name, people, sensitivity, bias, reportRate, reportMinutes }) => [
      `  ${safe(name)} (${people} people)`,
      ...line('tells apart, d′', sensitivity),
      ...line('bias, c', bias),
      ...line('reports of lures', reportRate),
      ...line('minutes to a report', reportMinutes),
    ]),
    ...held,
    ...trialLines(trial),
  ];
}

function line(name: string, ends: Ends | undefined): string[] {
  if (ends === undefined) return [];
  const text = (value: number | null): string => (value === null ? '…' : value.toFixed(2));
  return [
    `    ${name.padEnd(20)} ${text(ends.value).padStart(6)}   95 % ${text(ends.low)} to ${text(ends.high)}`,
  ];
}

const VERDICTS = {
  improved: 'Trained people improved more than the control: the interval of d′ lies above 0',
  worse: 'Trained people did worse than the control: the interval of d′ lies below 0',
  'not-shown': 'No difference is shown: the interval of d′ has 0 in it',
  'too-few': 'Too few people with both tests: nothing is said of the trial',
} as const;
const SHIFTS = {
  'more-doubt': 'They doubt more of everything, which is not telling apart',
  'more-trust': 'They trust more of everything',
  'not-shown': 'No shift of bias is shown',
} as const;

function trialLines(trial: Told['trial']): string[] {
  if (trial === undefined) return [];
  const { verdict, sensitivity, bias, biasShift, people } = trial;
  return [
    `  Trial (${people.trained} trained, ${people.control} control): ${VERDICTS[verdict]}`,
    ...line('change of d′', sensitivity),
    ...line('change of c', bias),
    ...(biasShift === undefined ? [] : [`    ${SHIFTS[biasShift]}`]),
  ];
}

export async function exportResults(asked: Campaigning): Promise<number> {
  const {
    call,
    ask,
    operands: [id],
  } = asked;
  if (id === undefined) throw new Failure(EXIT.usage, '`campaign export` takes the id of a campaign');
  const format = call.options.text('format');
  if (format === 'xapi') {
    const { statements } = await ask('campaignStatements', { params: { id } });
    for (const each of statements) call.io.stdout.write(forJsonLine(each));
    return EXIT.secure;
  }
  const found = await ask('campaignResults', { params: { id } });
  call.io.stdout.write(
    format === 'csv'
      ? resultsTable(id, found.tests)
      : forJson({ schema: 'ensuresec/campaign-results/1', ...found }),
  );
  return EXIT.secure;
}

/** Into the learning records of the same data folder; what is there already stays. */
export async function record({ call, ask, operands: [id] }: Campaigning): Promise<number> {
  if (id === undefined) throw new Failure(EXIT.usage, '`campaign record` takes the id of a campaign');
  const { statements } = await ask('campaignStatements', { params: { id } });
  const store = await openLrsStore(join(resolve(call.io.cwd, call.options.text('data') ?? ''), 'lrs.db'));
  const authority = {
    objectType: 'Agent',
    account: { homePage: 'https://ensuresec.example/xapi', name: 'campaigns' },
  };
  const parts = {
    ...{ store, now: call.io.clock, newId: randomUUID, base: '/xapi' },
    // No statement of ours has an attachment.
    hash: () => '',
    isSigned: () => false,
  };
  let kept = 0;
  try {
    for (const statement of statements) {
      const { status, body } = handleLrs(
        {
          ...{
            method: 'PUT',
            path: '/statements',
            query: new URLSearchParams({ statementId: statement.id }),
          },
          headers: { 'x-experience-api-version': '2.0.0', 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify(statement)),
        },
        parts,
        () => authority,
      );
      // One of before, with a time by the second, is there already as well.
      if (status !== 204 && status !== 409)
        throw new Failure(EXIT.runtime, `The store refused a statement: ${String(body)}`);
      kept++;
    }
  } finally {
    store.close();
  }
  call.say(`${kept} statements are in the learning records; ensuresec lrs export shows them`);
  return EXIT.secure;
}
