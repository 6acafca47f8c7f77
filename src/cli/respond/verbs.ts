// SPDX-License-Identifier: Apache-2.0
import { checkSignatures, planPlaybook, type SignatureCheck } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { playbookPlanText } from '../render/playbook.ts';
import { list } from './list.ts';
import { playbookOf } from './playbook-of.ts';

export interface RespondVerb {
  readonly name: string;
  readonly summary: string;
  /** Options that it knows besides those of all. */
  readonly options: readonly string[];
  readonly run: (call: Call, operand: string | undefined) => number;
}

export const VERBS: readonly RespondVerb[] = [
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
    run: (call, operand) => {
      call.io.stdout.write(forJson(playbookOf(call, needed('export', operand))));
      return EXIT.secure;
    },
  },
];

function needed(verb: string, operand: string | undefined): string {
  if (operand !== undefined) return operand;
  throw new Failure(
    EXIT.usage,
    `\`respond ${verb}\` needs a playbook: expected a file, or a name of \`ensuresec respond list\``,
  );
}

function plan(call: Call, operand: string | undefined): number {
  const planned = planPlaybook(playbookOf(call, needed('plan', operand)));
  call.io.stdout.write(call.options.flag('json') ? forJson(planned) : playbookPlanText(planned, call.style));
  return EXIT.secure;
}

function lint(call: Call, operand: string | undefined): number {
  const playbook = playbookOf(call, needed('lint', operand));
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
