// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { whyThrown } from '../../core/system-refusal.ts';
import { DOCTOR_SCHEMA, type Examination, examine, type Finding, supportOf } from '../../server/index.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { VERSION } from '../version.ts';
import { writeFileSafely } from '../write-file.ts';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'Find what is wrong with a data folder and its server, and say how to mend it',
  operands: [],
  examples: ['ensuresec doctor', 'ensuresec doctor --data /var/lib/ensuresec --support for-support.json'],
  options: [
    { flags: '--data <folder>', text: 'The data folder', preset: 'ensuresec-data', completes: 'folder' },
    { flags: '--deep', text: 'Also read every database through' },
    { flags: '--all', text: 'Also tell what was looked at and is fine' },
    {
      flags: '--support <file>',
      text: 'Also write versions, kinds and numbers for who helps you, without names, addresses, keys or content (- is stdout)',
      completes: 'file',
    },
    { flags: '--force', text: 'Replace a file of --support that exists' },
    JSON_OPTION,
  ],
  run: async (call) => {
    const named = call.options.text('data') ?? '';
    const support = call.options.text('support');
    if (support === '-' && call.options.flag('json'))
      throw new Failure(
        EXIT.usage,
        'Cannot write --json and --support to stdout: it takes one of them',
        'Give --support a file name',
      );
    const seen = await examined(call, named);
    if (support !== undefined) writeSupport(call, support, seen);
    if (call.options.flag('json'))
      call.io.stdout.write(forJson({ schema: DOCTOR_SCHEMA, ...answerOf(seen) }));
    else if (support !== '-') call.io.stdout.write(textOf(call, named, seen.findings));
    return seen.findings.some(({ level }) => level === 'problem') ? EXIT.findings : EXIT.secure;
  },
};

async function examined(call: Call, named: string): Promise<Examination> {
  try {
    return await examine({
      data: resolve(call.io.cwd, named),
      now: call.io.clock,
      deep: call.options.flag('deep'),
      onStep: (what) => call.progress.step(what),
    });
  } catch (error) {
    throw new Failure(EXIT.nothing, whyThrown(error), 'Name the data folder of `ensuresec up` with --data');
  } finally {
    call.progress.end();
  }
}

function answerOf({ findings, isRunning }: Examination): {
  readonly isRunning: boolean;
  readonly findings: readonly Finding[];
} {
  return { isRunning, findings };
}

function writeSupport(call: Call, file: string, seen: Examination): void {
  const text = forJson(supportOf(seen, VERSION, call.io.clock()));
  if (file === '-') {
    call.io.stdout.write(text);
    return;
  }
  writeFileSafely(call.io, file, text, call.options.flag('force'));
  call.say(`Wrote ${call.aside.safe(file)}: read it before you send it`);
}

function textOf({ style, options }: Call, data: string, findings: readonly Finding[]): string {
  const marks = {
    problem: style.red(style.glyphs.insecure),
    notice: style.yellow(style.glyphs.unknown),
    fine: style.green(style.glyphs.secure),
  };
  const count = (level: Finding['level']): number => findings.filter((each) => each.level === level).length;
  const [problems, notices] = [count('problem'), count('notice')];
  const shown = findings.filter(({ level }) => level !== 'fine' || options.flag('all'));
  const lines = shown.flatMap(({ level, what, mend }) => [
    `${marks[level]} ${style.safe(what)}`,
    ...(mend === undefined ? [] : [`  ${style.dim(style.safe(mend))}`]),
  ]);
  const sum = `${counted(problems, 'problem')}, ${counted(notices, 'notice')}, ${count('fine')} fine in ${style.safe(data)}`;
  return `${[...lines, ...(lines.length > 0 ? [''] : []), style.bold(sum)].join('\n')}\n`;
}
