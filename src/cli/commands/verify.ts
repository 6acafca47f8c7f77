// SPDX-License-Identifier: Apache-2.0
import { type CheckResult, checkCertificate, subjectOf } from '../../analyse/index.ts';
import { plural } from '../../core/counted.ts';
import { readDocuments } from '../../model/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT } from '../exit.ts';
import { readBytes, readSubject, required } from '../input.ts';
import { OBSERVED_OPTION } from '../observed.ts';
import { forJson } from '../render/escape.ts';
import { wrap } from '../render/width.ts';

const VERIFICATION_SCHEMA = 'ensuresec/verification/1';

export const verify: CommandSpec = {
  name: 'verify',
  summary: 'Check a certificate without trusting the program that made it',
  operands: [
    { name: '<certificate>', text: 'File that check --certificate wrote' },
    { name: '[model]', text: 'Model it is about (default: ensuresec.yaml)' },
  ],
  examples: ['ensuresec check --certificate shop.cert.json && ensuresec verify shop.cert.json'],
  options: [OBSERVED_OPTION, JSON_OPTION, PACK_OPTION],
  run: (call) => {
    const file = call.operands[0] as string;
    const documents = required(readDocuments(readBytes(call, file), file), `the certificate ${file}`);
    const { loaded, pack, compiled } = readSubject(call, call.operands[1]);
    call.progress.step('Checking every claim');
    const subject = subjectOf(loaded, pack, compiled, call.io.today());
    const result = checkCertificate(documents[0]?.value, subject);
    call.progress.end();
    const about = { model: subject.model, pack: subject.pack };
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ schema: VERIFICATION_SCHEMA, certificate: file, ...about, ...result })
        : resultText(call, file, result, about),
    );
    return result.accepted ? EXIT.secure : EXIT.findings;
  },
};

type About = Pick<ReturnType<typeof subjectOf>, 'model' | 'pack'>;

function resultText(
  call: Call,
  file: string,
  { accepted, problems, checked }: CheckResult,
  { model, pack }: About,
): string {
  const { style } = call;
  const claims = [
    `${count(checked.proofs)} ${plural(checked.proofs, 'proof')} replayed step by step`,
    `${count(checked.closures)} closed ${plural(checked.closures, 'set')} joined anew with the facts of the model (${count(checked.atoms)} ${plural(checked.atoms, 'fact')}, ${count(checked.instances)} rule ${plural(checked.instances, 'instance')})`,
  ].join(', ');
  const about = `with respect to model ${style.safe(model.name)} (${shortHash(model.sha256)}) and pack ${style.safe(pack.id)} ${pack.version} (${shortHash(pack.sha256)})`;
  const indented = (text: string): string[] => wrap(text, style.columns - 2).map((line) => `  ${line}`);
  const lines = accepted
    ? [
        `${style.green(`${style.glyphs.secure} ${style.bold('ACCEPTED')}`)}  Every claim of ${style.safe(file)} holds.`,
        ...indented(claims),
        ...indented(about).map(style.dim),
      ]
    : [
        `${style.red(`${style.glyphs.insecure} ${style.bold('REJECTED')}`)}  ${style.safe(file)} does not prove what it claims.`,
        ...problems.flatMap(({ pointer, code, message }) => [
          `  ${style.bold(style.safe(pointer === '' ? '(the whole certificate)' : pointer))} ${style.dim(code)}`,
          ...indented(style.safe(message)),
        ]),
        ...indented(about).map(style.dim),
      ];
  return `${lines.join('\n')}\n`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

/** As `check` shows it: enough to compare by eye. */
function shortHash(sha256: string): string {
  return sha256.slice(0, 'sha256:'.length + 12);
}
