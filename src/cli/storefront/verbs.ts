// SPDX-License-Identifier: Apache-2.0
import { compilePages, type PageKnowledge } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { approvePages } from './approve.ts';
import { checkPages } from './check.ts';
import { duePages } from './due.ts';
import { reportPages } from './report.ts';

export interface StorefrontVerb {
  readonly name: string;
  readonly summary: string;
  readonly run: (call: Call, operands: readonly string[]) => Promise<number> | number;
}

export const VERBS: readonly StorefrontVerb[] = [
  {
    name: 'check',
    summary: 'look at pages and say what is wrong and what is another way than approved',
    run: (call, operands) => checkPages(call, knowledgeOf(call), operands),
  },
  {
    name: 'approve',
    summary: 'look at pages and approve what they are, with owner and reason',
    run: (call, operands) => approvePages(call, knowledgeOf(call), operands),
  },
  {
    name: 'report',
    summary: 'the pack for an assessor: inventory, findings, checks and that none was missed',
    run: reportPages,
  },
  {
    name: 'due',
    summary: 'when the next check of each page is due; exit 1 when one is overdue',
    run: duePages,
  },
];

function knowledgeOf(call: Call): PageKnowledge {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const knowledge = compilePages(pack);
  if (knowledge === undefined) throw new Failure(EXIT.usage, `The pack ${pack.id} says nothing about pages`);
  return knowledge;
}
