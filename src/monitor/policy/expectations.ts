// SPDX-License-Identifier: Apache-2.0
// Expectations of an analysis as policies: an event that contradicts one breaks what must hold.
import type { Parsed } from '../../core/problem.ts';
import type { Expectation, Pack } from '../../model/index.ts';
import { compilePolicies } from './compile.ts';
import type { Policy } from './policy.ts';

/** After an alert no other one of the same expectation for so long. */
const QUIET = '1d';

/** One policy for each event that an expectation is watched by. A decisive one alerts high, others medium. */
export function expectationPolicies(
  expectations: readonly Expectation[],
  file: string,
  events: Pack['events'],
): Parsed<readonly Policy[]> {
  const at = { file, line: 1, column: 1 };
  const policies = expectations.flatMap((expectation) =>
    expectation.watch.map(({ event, key, value, where, say }, number) => ({
      id: `${expectation.id}#${number + 1}`,
      title: { en: `May be gone: ${expectation.holds} on ${expectation.on}` },
      threats: [],
      stage: '',
      level: expectation.decisive ? ('high' as const) : ('medium' as const),
      explain: { en: `Holds against: ${expectation.against}` },
      references: [file],
      per: [key],
      on: { event, where: `${key} = ${quoted(value)} and (${where})` },
      // What is looked at contradicts already.
      must: [
        { that: `on.${key} != ${quoted(value)}`, say: { en: plain(`${say} ${verdictsText(expectation)}`) } },
      ],
      quiet: QUIET,
      hit: [],
      miss: [],
      pack: '',
      at,
      locate: () => at,
    })),
  );
  return compilePolicies({ policies, events });
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Text of a template without its braces: what a file says is no expression. */
function plain(text: string): string {
  return text.replaceAll(/[{}]/g, '');
}

function verdictsText({ verdicts, decisive, attacks }: Expectation): string {
  const one = verdicts === 1;
  return `${verdicts} SECURE ${one ? 'verdict leans' : 'verdicts lean'} on it${decisive ? ', and some on it alone' : ''}: ${attacks.slice(0, 3).join('; ')}${attacks.length > 3 ? ' …' : ''}.`;
}
