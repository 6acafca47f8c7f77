// SPDX-License-Identifier: Apache-2.0

import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { detect, type Finding, MODEL_VERSION, writeModel } from '../../model/index.ts';
import { readHeads } from '../../platform/index.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readInputs } from '../import-input.ts';
import { DEFAULT_PACK, MODEL_FILE, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { importedText } from '../render/imported.ts';
import type { Style } from '../render/style.ts';
import { padRight, shorten, width, wrap } from '../render/width.ts';
import { starterModel } from '../starter.ts';
import { writeFileSafely } from '../write-file.ts';
import { importInto } from './import.ts';

const INIT_SCHEMA = 'ensuresec/init/1';

export const init: CommandSpec = {
  name: 'init',
  summary: 'Look at a folder and write a first ensuresec.yaml',
  operands: [{ name: '[folder]', text: 'Folder to look at (default: this one)' }],
  examples: ['ensuresec init', 'ensuresec init ../shop --dry-run'],
  options: [
    { flags: '--dry-run', text: 'Say what is there; write nothing' },
    { flags: '--force', text: 'Replace an ensuresec.yaml that is there' },
    { flags: '--name <text>', text: 'Name of the model (default: the name of the folder)' },
    {
      flags: '--pack <id or folder>',
      text: 'Pack with the words of the model',
      preset: DEFAULT_PACK,
      completes: 'folder',
    },
    JSON_OPTION,
  ],
  run: (call) => {
    const folder = call.operands[0] ?? '.';
    const path = resolve(call.io.cwd, folder);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new Failure(EXIT.runtime, `Cannot look at ${folder}: there is no such folder`);
    const file = folder === '.' ? MODEL_FILE : join(folder, MODEL_FILE).replaceAll('\\', '/');
    const isDry = call.options.flag('dry-run');
    if (!isDry && !call.options.flag('force') && existsSync(resolve(call.io.cwd, file)))
      throw new Failure(EXIT.usage, `${file} exists already`, '--force replaces it, --dry-run only looks');
    call.progress.step(`Looking at ${folder}`);
    const findings = detect(readHeads(path).filter(({ path: each }) => each !== MODEL_FILE));
    call.progress.end();
    if (call.options.flag('json'))
      call.io.stdout.write(forJson({ schema: INIT_SCHEMA, findings, ...(isDry ? {} : { out: file }) }));
    else call.io.stdout.write(findingsText(findings, folder, call.style));
    if (!isDry) write(call, folder, file, findings);
    return EXIT.secure;
  },
};

/** Imports what was chosen; with nothing to import, a model to start from. */
function write(call: Call, folder: string, file: string, findings: readonly Finding[]): void {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const name = call.options.text('name') ?? (basename(resolve(call.io.cwd, folder)) || 'Shop');
  const chosen = findings.filter((finding) => finding.chosen).map((finding) => join(folder, finding.path));
  const isReplaced = call.options.flag('force');
  if (chosen.length === 0) {
    writeFileSafely(call.io, file, starterModel(name), isReplaced);
    call.say(
      `\nWrote ${call.aside.safe(file)}, a shop of two people to start from. Change it until it is yours, then: ensuresec check ${shellWord(file)}`,
    );
    return;
  }
  const inputs = readInputs(call, chosen, file);
  const imported = importInto(call, inputs, { ensuresec: MODEL_VERSION, name, pack: pack.id }, pack);
  writeFileSafely(call.io, file, writeModel(imported.model), isReplaced);
  call.say(importedText(imported, call.aside).trimEnd());
  call.say(`\nWrote ${call.aside.safe(file)}. Read it, correct it, then: ensuresec check ${shellWord(file)}`);
}

const INDENT = 4;

function findingsText(findings: readonly Finding[], folder: string, style: Style): string {
  if (findings.length === 0) return `Found nothing in ${style.safe(folder)} that tells about the shop\n`;
  const column = Math.min(40, Math.max(...findings.map(({ path }) => width(style.safe(path)))));
  const lines = findings.flatMap((finding) => {
    const mark = finding.chosen ? style.green(style.glyphs.secure) : style.dim(style.glyphs.dot);
    const sure = finding.importable ? `, ${Math.round(finding.confidence * 100)} % sure` : '';
    const path = padRight(shorten(style.safe(finding.path), column, style.glyphs.ellipsis), column);
    const reason = wrap(style.safe(finding.reason), style.columns - INDENT).map((line) =>
      style.dim(`${' '.repeat(INDENT)}${line}`),
    );
    return [`${mark} ${style.bold(path)}  ${finding.title}${sure}`, ...reason];
  });
  const chosen = findings.filter((finding) => finding.chosen).length;
  const head = `Found ${findings.length} ${findings.length === 1 ? 'file that tells' : 'files that tell'} about the shop; ${chosen} can be imported`;
  return `${[style.bold(head), '', ...lines].join('\n')}\n`;
}
