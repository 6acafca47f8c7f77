// SPDX-License-Identifier: Apache-2.0
import {
  assetsByType,
  assetsTouched,
  checkSignatures,
  type Playbook,
  type PlaybookPlan,
  planPlaybook,
  type SignatureCheck,
  signPlaybook,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, readSubject } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { playbookPlanText } from '../render/playbook.ts';
import { list } from './list.ts';
import { libraryOf, playbookOf } from './playbook-of.ts';
import { asSigned, planMeans } from './run-folder.ts';
import type { RespondVerb } from './run-verbs.ts';

/** The verbs of `respond` that look at playbooks and do nothing. */
export const BOOK_VERBS: readonly RespondVerb[] = [
  { name: 'list', summary: 'playbooks of the pack', options: ['threat', 'language', 'pack'], run: list },
  {
    name: 'plan',
    summary: 'the dry run',
    options: ['language', 'pack', 'data', 'operator', 'require-signature', 'model'],
    run: plan,
  },
  {
    name: 'lint',
    summary: 'everything that is wrong with it, and whether its signatures hold',
    options: ['key', 'language', 'pack'],
    run: lint,
  },
  {
    name: 'sign',
    summary: 'write it with your signature on stdout, once you have read it',
    options: ['key', 'signee', 'language', 'pack'],
    run: sign,
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
  const [playbook, ...library] = libraryOf(call, one('plan', operands));
  const planned = onModel(call, playbook, planPlaybook(playbook, planMeans(call)));
  const { faults } = asSigned(call, [playbook, ...library]);
  const refused = faults.length === 0 ? {} : { refused: faults };
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ ...planned, ...refused })
      : `${playbookPlanText(planned, call.style)}${faults.map((each) => `\nIt would not be run: ${call.style.safe(each)}\n`).join('')}`,
  );
  return EXIT.secure;
}

/** With the assets that each command would touch, when a model is named. */
function onModel(call: Call, playbook: Playbook, plan: PlaybookPlan): PlaybookPlan {
  const named = call.options.text('model');
  if (named === undefined) return plan;
  const { loaded, pack } = readSubject(call, named);
  const assets = assetsByType(loaded.model, pack);
  const commands = plan.commands.map((each) => ({
    ...each,
    assets: assetsTouched(playbook, each.step, assets),
  }));
  return { ...plan, commands };
}

/** @throws Failure 2 without a key and a name, 3 for what is no key. */
function sign(call: Call, operands: readonly string[]): number {
  const [key, signee] = [call.options.text('key'), call.options.text('signee')];
  if (key === undefined || signee === undefined)
    throw new Failure(
      EXIT.usage,
      'Say with --key which private key signs, and with --signee whose it is',
      'openssl genpkey -algorithm ed25519 -out signer.key',
    );
  const pem = new TextDecoder().decode(readBytes(call, key));
  const now = new Date(call.io.clock()).toISOString();
  const signed = signPlaybook(playbookOf(call, one('sign', operands)), { pem, signee, now });
  if ('refusal' in signed) throw new Failure(EXIT.invalid, `Cannot sign with ${key}: ${signed.refusal}`);
  call.io.stdout.write(forJson(signed));
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
