// SPDX-License-Identifier: Apache-2.0
import { type CheckResult, checkCertificate, subjectOf } from '../../analyse/index.ts';
import { readDocuments } from '../../model/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT } from '../exit.ts';
import { readBytes, readSubject, required } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { plural } from '../render/summary.ts';
import { wrap } from '../render/width.ts';

export const VERIFICATION_SCHEMA = 'ensuresec/verification/1';

export const verify: CommandSpec = {
  name: 'verify',
  summary: 'Check a certificate without trusting the program that made it',
  operands: [
    { name: '<certificate>', text: 'File that check --certificate wrote' },
    { name: '[model]', text: 'Model it is about (default: ensuresec.yaml)' },
  ],
  examples: [
    'ensuresec check --certificate shop.cert.json',
    'ensuresec verify shop.cert.json ensuresec.yaml',
  ],
  options: [JSON_OPTION, PACK_OPTION],
  run: (call) => {
    const file = call.operands[0] as string;
    const documents = required(readDocuments(readBytes(call, file), file), `the certificate ${file}`);
    const { loaded, pack, compiled } = readSubject(call, call.operands[1]);
    call.progress.step('Checking every claim');
    const result = checkCertificate(documents[0]?.value, subjectOf(loaded, pack, compiled, call.io.today()));
    call.progress.end();
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({
            schema: VERIFICATION_SCHEMA,
            certificate: file,
            model: loaded.sha256,
            pack: pack.sha256,
            ...result,
          })
        : resultText(call, file, result),
    );
    return result.accepted ? EXIT.secure : EXIT.findings;
  },
};

function resultText(call: Call, file: string, { accepted, problems, checked }: CheckResult): string {
  const { style } = call;
  const claims = `${checked.proofs} ${plural(checked.proofs, 'proof')} replayed, ${checked.closures} closed ${plural(checked.closures, 'set')} joined anew (${checked.atoms} ${plural(checked.atoms, 'fact')}, ${checked.instances} rule ${plural(checked.instances, 'instance')})`;
  if (accepted)
    return `${style.green(`${style.glyphs.secure} ${style.bold('ACCEPTED')}`)}  ${style.safe(file)}\n  ${claims}\n`;
  const lines = problems.flatMap((problem) => [
    `  ${style.red(style.glyphs.insecure)} ${style.bold(style.safe(problem.pointer === '' ? '(whole)' : problem.pointer))} ${style.dim(style.safe(problem.code))}`,
    ...wrap(style.safe(problem.message), style.columns - 4).map((line) => `    ${line}`),
  ]);
  return `${style.red(`${style.glyphs.insecure} ${style.bold('REJECTED')}`)}  ${style.safe(file)}: ${problems.length} ${plural(problems.length, 'refusal')}\n${lines.join('\n')}\n  ${style.dim(`before that: ${claims}`)}\n`;
}
