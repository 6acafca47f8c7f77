// SPDX-License-Identifier: Apache-2.0

import { basename, dirname, resolve } from 'node:path';
import { hasErrors } from '../../core/problem.ts';
import { shellWord } from '../../core/shell-word.ts';
import {
  type Imported,
  importers,
  importFiles,
  MODEL_VERSION,
  type Model,
  type Pack,
  withInferredDependencies,
  writeModel,
} from '../../model/index.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readInputs } from '../import-input.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { importedText } from '../render/imported.ts';
import { problemsText } from '../render/problems.ts';
import { writeFileSafely } from '../write-file.ts';

const IMPORT_SCHEMA = 'ensuresec/import/1';

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'Make a model of files you already have',
  operands: [
    { name: '<inputs...>', text: `Files or folders: ${importers.map(({ title }) => title).join(', ')}` },
  ],
  examples: [
    'ensuresec import compose.yaml --out ensuresec.yaml',
    'ensuresec import k8s/ network-policies/ sbom.cdx.json --out ensuresec.yaml',
  ],
  options: [
    { flags: '--out <file>', text: 'Write the model there (default: stdout)', completes: 'file' },
    { flags: '--force', text: 'Replace the file of --out' },
    {
      flags: '--format <name>',
      text: 'Format of all inputs (default: looked at)',
      choices: importers.map(({ id }) => id),
    },
    { flags: '--name <text>', text: 'Name of the model (default: the folder of the first input)' },
    {
      flags: '--pack <id or folder>',
      text: 'Pack with the words of the model',
      preset: DEFAULT_PACK,
      completes: 'folder',
    },
    JSON_OPTION,
  ],
  run: (call) => {
    const named = call.options.text('out');
    const out = named === '-' ? undefined : named;
    const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    const inputs = readInputs(call, call.operands, out);
    const first = resolve(call.io.cwd, call.operands[0] ?? '.');
    const name = call.options.text('name') ?? (basename(dirname(first)) || 'Imported');
    const imported = importInto(call, inputs, { ensuresec: MODEL_VERSION, name, pack: pack.id }, pack);
    call.progress.end();
    deliver(call, imported, out);
    return EXIT.secure;
  },
};

/** Imports and tells all problems. @throws Failure 3 when a file is refused. */
export function importInto(
  call: Call,
  inputs: Parameters<typeof importFiles>[0],
  into: Model,
  pack: Pack,
): Imported {
  const format = importers.find(({ id }) => id === call.options.text('format'));
  const { value, problems } = importFiles(inputs, {
    into,
    hints: pack.hints,
    ...(format === undefined ? {} : { format }),
  });
  if (value === undefined || hasErrors(problems)) {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    throw new Failure(
      EXIT.invalid,
      `Cannot import: ${errors} ${errors === 1 ? 'error' : 'errors'}, nothing was written`,
      'ensuresec explain CODE says more about an error',
      problems,
    );
  }
  if (problems.length > 0) call.say(problemsText(problems, call.aside).trimEnd());
  return { ...value, model: withInferredDependencies(value.model, pack) };
}

function deliver(call: Call, imported: Imported, out: string | undefined): void {
  const text = writeModel(imported.model);
  if (out !== undefined) writeFileSafely(call.io, out, text, call.options.flag('force'));
  if (call.options.flag('json')) {
    const { files, model } = imported;
    call.io.stdout.write(
      forJson({ schema: IMPORT_SCHEMA, files, model, ...(out === undefined ? {} : { out }) }),
    );
    return;
  }
  if (out === undefined) call.io.stdout.write(text);
  call.say(importedText(imported, call.aside).trimEnd());
  if (out !== undefined) call.say(`\nWrote ${call.aside.safe(out)}. Next: ensuresec check ${shellWord(out)}`);
}
