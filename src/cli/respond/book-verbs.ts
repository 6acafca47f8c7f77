// SPDX-License-Identifier: Apache-2.0
import { checkSignatures, planPlaybook, type SignatureCheck } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { playbookPlanText } from '../render/playbook.ts';
import { list } from './list.ts';
import { playbookOf } from './playbook-of.ts';
import type { RespondVerb } from './run-verbs.ts';

/** The verbs of `respond` that look at playbooks and do nothing. */
export const BOOK_VERBS: readonly RespondVerb[] = [
  { name: 'list', summary: 'playbooks of the pack', options: ['threat', 'language', 'pack'], run: list },
  { name: 'plan', summary: 'the dry run', options: ['language', 'pack'], run: plan },
  {
    name: 'lint',
    summary: 'everything that is wrong with it, and whether its signatures hold',
    options: ['key', 'language', 'pack'],
    run: lint,
  },
  {
    name: 'export',
    summary: 'one of the pack as CACAO 2.0 JSON on stdout',
    options: ['language', 'pack'],
    run: (call, operands) => {
      call.io.stdout.write(forJson(playbookOf(call, one('export', operands))));
      return EXIT.secure;
    },
  },
];

function one(verb: string, operands: readonly string[]): string {
  const [only] = operands;
  if (only !== undefined && operands.length === 1) return only;
  throw new Failure(
    EXIT.usage,
    `\`respond ${verb}\` takes one playbook: expected a file, or a name of \`ensuresec respond list\``,
  );
}

function plan(call: Call, operands: readonly string[]): number {
  const planned = planPlaybook(playbookOf(call, one('plan', operands)));
  call.io.stdout.write(call.options.flag('json') ? forJson(planned) : playbookPlanText(planned, call.style));
  return EXIT.secure;
}

function lint(call: Call, operands: readonly string[]): number {
  const playbook = playbookOf(call, one('lint', operands));
  const key = call.options.text('key');
  const pem = key === undefined ? undefined : new TextDecoder().decode(readBytes(call, key));
  const signatures = checkSignatures(playbook, pem);
  const steps = Object.keys(playbook.workflow).length;
  const answer = { playbook: playbook.id, name: playbook.name, steps, signatures };
  call.io.stdout.write(call.options.flag('json') ? forJson(answer) : lintText(call, answer));
  // Whoever names a key wants to know that the playbook is signed with it: one without a signature is not.
  const isTrusted = signatures.length > 0 && signatures.every(({ isValid }) => isValid);
  return pem === undefined || isTrusted ? EXIT.secure : EXIT.findings;
}

function lintText(
  { style }: Call,
  {
    name,
    steps,
    signatures,
  }: { readonly name: string; readonly steps: number; readonly signatures: readonly SignatureCheck[] },
): string {
  const lines = signatures.map(({ signee, isValid, over, reason = '' }) =>
    isValid
      ? `Signed by ${style.safe(signee)} (over the ${over})`
      : `The signature of ${style.safe(signee)} is not verified: ${style.safe(reason)}`,
  );
  const none = signatures.length === 0 ? ['Not signed'] : [];
  return [
    `${style.safe(name)}: ${steps} steps, each of which can be reached and comes to an end.`,
    ...lines,
    ...none,
    '',
  ].join('\n');
}
