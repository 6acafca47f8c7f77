// SPDX-License-Identifier: Apache-2.0
// What an import made of its files, for the person who has to correct it.
import { counted } from '../../core/counted.ts';
import type { Imported, Model } from '../../model/index.ts';
import type { Style } from './style.ts';
import { padRight, width } from './width.ts';

export function importedText({ model, files }: Imported, style: Style): string {
  const column = Math.max(...files.map(({ title }) => width(title)));
  const read = files.map(
    ({ file, title, confidence }) =>
      `  ${padRight(title, column)}  ${style.safe(file)}${confidence < 0.9 ? style.dim(`  (${Math.round(confidence * 100)} % sure)`) : ''}`,
  );
  const made = countedSections(model).map(([noun, count]) => counted(count, noun));
  return [
    `${style.green(style.glyphs.secure)} ${style.bold(`Read ${counted(files.length, 'file')}`)}`,
    ...read,
    '',
    `${style.bold(joined(made))}`,
    ...guessLines(model, style),
    ...gapLines(model, style),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const SECTIONS = [
  ['zones', 'zone'],
  ['assets', 'asset'],
  ['flows', 'flow'],
  ['barriers', 'barrier'],
  ['identities', 'account'],
  ['credentials', 'credential'],
  ['suppliers', 'supplier'],
  ['dependencies', 'dependency'],
] as const;

function countedSections(model: Model): readonly (readonly [string, number])[] {
  return SECTIONS.flatMap(([section, noun]) => {
    const count = model[section]?.length ?? 0;
    return count === 0 ? [] : [[noun, count] as const];
  });
}

function joined(parts: readonly string[]): string {
  return parts.length === 0 ? 'Nothing in them' : parts.join(', ');
}

function guessLines(model: Model, style: Style): readonly string[] {
  const guessed = [...(model.assets ?? []), ...(model.flows ?? []), ...(model.dependencies ?? [])].filter(
    ({ source }) => source !== undefined && source.confidence < 1,
  ).length;
  return guessed === 0
    ? []
    : [
        `${style.yellow(style.glyphs.unknown)} ${guessed} of them ${guessed === 1 ? 'is a guess' : 'are guesses'}: look for \`confidence\` in the model`,
      ];
}

/** Gaps by kind, most first: each may turn SECURE into UNKNOWN. */
function gapLines(model: Model, style: Style): readonly string[] {
  const counts = new Map<string, number>();
  for (const { unknown } of model.gaps ?? []) counts.set(unknown, (counts.get(unknown) ?? 0) + 1);
  if (counts.size === 0) return [];
  const kinds = [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([kind, count]) => `${count} ${kind}`);
  const total = model.gaps?.length ?? 0;
  return [
    `${style.yellow(style.glyphs.unknown)} ${counted(total, 'gap')}: what these files do not say (${kinds.join(', ')})`,
  ];
}
