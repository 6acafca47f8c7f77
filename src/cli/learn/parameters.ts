// SPDX-License-Identifier: Apache-2.0
// `learn parameters` and `learn score`: a model of parameter values, and what it says of others.
import { type ParameterModel, readParameterModel, rocArea, trainParameters } from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readBytes, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { labelled, readValues, type Value } from './values.ts';

const PRESET = 'parameters.json';

export async function parameters(call: Call, files: readonly string[], seed: number): Promise<number> {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const examples = [];
  for (const file of files) examples.push(...labelled(await readValues(call, pack, file), file));
  const model = trained(examples, seed, files);
  call.progress.end();
  const file = call.options.text('model') ?? PRESET;
  writeFileSafely(call.io, file, `${JSON.stringify(model.save())}\n`, true);
  const attacks = examples.filter(({ isAttack }) => isAttack).length;
  call.say(
    `Learnt from ${attacks} attacks and ${examples.length - attacks} usual values; wrote ${call.aside.safe(file)}`,
  );
  return EXIT.secure;
}

function trained(
  examples: Parameters<typeof trainParameters>[0],
  seed: number,
  files: readonly string[],
): ParameterModel {
  try {
    return trainParameters(examples, seed);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(EXIT.invalid, `${files.join(', ')}: ${error.message}`);
    throw error;
  }
}

/** Exit 1: some value looks like an attack. */
export async function score(call: Call, files: readonly string[]): Promise<number> {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const named = call.options.text('model') ?? PRESET;
  const model = required(readParameterModel(readBytes(call, named), named), `the model ${named}`);
  const values = [];
  for (const file of files) values.push(...(await readValues(call, pack, file)));
  call.progress.end();
  const scored = values.map((value) => ({ ...value, score: model.score(value.text) }));
  const area = areaOf(scored);
  call.io.stdout.write(call.options.flag('json') ? jsonOf(scored, area) : textOf(call, model, scored, area));
  return scored.some((each) => each.score > 0) ? EXIT.findings : EXIT.secure;
}

type Scored = Value & { readonly score: number };

function areaOf(scored: readonly Scored[]): number | undefined {
  const known = scored.flatMap(({ score: each, isAttack }) =>
    isAttack === undefined ? [] : [{ score: each, isAttack }],
  );
  const area = known.length === 0 ? Number.NaN : rocArea(known);
  return Number.isNaN(area) ? undefined : area;
}

function jsonOf(scored: readonly Scored[], area: number | undefined): string {
  const values = scored.map(({ text, score: each, isAttack }) => ({
    text,
    score: each,
    ...(isAttack === undefined ? {} : { isAttack }),
  }));
  return forJson({
    schema: 'ensuresec/parameter-scores/1',
    ...(area === undefined ? {} : { rocArea: area }),
    values,
  });
}

const SHOWN = 20;
const RUNS = 4;

function textOf(
  { style, options }: Call,
  model: ParameterModel,
  scored: readonly Scored[],
  area: number | undefined,
): string {
  const worst = scored.filter((each) => each.score > 0).sort((a, b) => b.score - a.score);
  const shown = options.flag('all') ? worst : worst.slice(0, SHOWN);
  const lines = shown.map(({ text, score: each }) => {
    const runs = model.explain(text, RUNS).map(({ run }) => JSON.stringify(run));
    return `${style.bold(each.toFixed(1).padStart(6))}  ${style.safe(text.slice(0, 100))}\n        ${style.dim(`because of ${style.safe(runs.join(' '))}`)}`;
  });
  const rest = worst.length - shown.length;
  return [
    `${worst.length} of ${scored.length} values look like attacks${area === undefined ? '' : `; ROC-AUC ${area.toFixed(4)} over the labelled ones`}`,
    ...lines,
    ...(rest > 0 ? [`and ${rest} more (--all shows them)`] : []),
    '',
  ].join('\n');
}
