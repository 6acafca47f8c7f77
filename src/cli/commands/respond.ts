// SPDX-License-Identifier: Apache-2.0
import { checkSignatures, planPlaybook, readPlaybook, type SignatureCheck } from '../../respond/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, type OptionSpec } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, tell } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { playbookPlanText } from '../render/playbook.ts';
import { RUN_OPTIONS, RUN_VERBS } from '../respond/run-verbs.ts';
import { refuseForeign } from '../verb-options.ts';

const OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--key <file>',
    text: 'lint: public key (PEM) of the signer that you trust; every signature must fit it',
    completes: 'file',
  },
  ...RUN_OPTIONS,
];

export const respond: CommandSpec = {
  name: 'respond',
  summary: 'Check a CACAO 2.0 playbook, see what it would do, and carry it out',
  operands: [
    {
      name: '<verb>',
      text: [
        'lint: everything that is wrong with it, and whether its signatures hold',
        'plan: the dry run',
        ...RUN_VERBS.map(({ name, summary }) => `${name}: ${summary}`),
      ].join('; '),
    },
    { name: '[operands...]', text: 'Playbook of CACAO 2.0 (JSON or YAML), or what the verb takes' },
  ],
  examples: [
    'ensuresec respond lint playbook.json',
    'ensuresec respond lint playbook.json --key signer.pem',
    'ensuresec respond plan playbook.json',
    'ensuresec respond run playbook.json --simulate',
    'ensuresec respond approve 2027-0001 3 --actor maria',
  ],
  options: [...OPTIONS, JSON_OPTION],
  run: (call) => {
    const [verb = '', ...operands] = call.operands;
    const runs = RUN_VERBS.find(({ name }) => name === verb);
    if (runs === undefined && verb !== 'lint' && verb !== 'plan')
      throw new Failure(
        EXIT.usage,
        `There is no \`respond ${verb}\`: expected lint, plan, ${RUN_VERBS.map(({ name }) => name).join(', ')}`,
      );
    refuseForeign(call, `respond ${verb}`, OPTIONS, runs?.options ?? (verb === 'lint' ? ['key'] : []));
    if (runs !== undefined) return runs.run(call, operands);
    const [file = '', ...more] = operands;
    if (file === '' || more.length > 0)
      throw new Failure(EXIT.usage, `\`respond ${verb}\` takes one playbook: found ${operands.length}`);
    const playbook = tell(call, readPlaybook(readBytes(call, file), file), `the playbook ${file}`);
    const isJson = call.options.flag('json');
    if (verb === 'plan') {
      const plan = planPlaybook(playbook);
      call.io.stdout.write(isJson ? forJson(plan) : playbookPlanText(plan, call.style));
      return EXIT.secure;
    }
    const key = call.options.text('key');
    const pem = key === undefined ? undefined : new TextDecoder().decode(readBytes(call, key));
    const signatures = checkSignatures(playbook, pem);
    const steps = Object.keys(playbook.workflow).length;
    const answer = { playbook: playbook.id, name: playbook.name, steps, signatures };
    call.io.stdout.write(isJson ? forJson(answer) : lintText(call, answer));
    // Whoever names a key wants to know that the playbook is signed with it: one without a signature is not.
    const isTrusted = signatures.length > 0 && signatures.every(({ isValid }) => isValid);
    return pem === undefined || isTrusted ? EXIT.secure : EXIT.findings;
  },
};

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
