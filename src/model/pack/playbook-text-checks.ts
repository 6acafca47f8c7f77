// SPDX-License-Identifier: Apache-2.0
// A playbook in another language says all that the English one says, and nothing else: half a translation misleads.
import type { Problem } from '../../core/problem.ts';
import { didYouMean } from '../issues.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../words.ts';
import type { PackItems, Placed } from './pack.ts';
import type { PlaybookSource, PlaybookTexts } from './playbook.ts';
import { actsOf } from './playbook-walk.ts';

export function playbookTextProblems(all: PackItems, own: PackItems): Problem[] {
  const playbooks = new Map(all.playbooks.map((playbook) => [playbook.id, playbook]));
  return own.playbookTexts.flatMap((texts) => {
    const playbook = playbooks.get(texts.playbook);
    if (playbook !== undefined) return ofTexts(texts, playbook);
    const message = `Cannot find ${quoted(texts.playbook)}: expected a playbook of this pack or one it uses`;
    return [
      {
        ...bad(texts, ['playbook'], message),
        ...didYouMean(nearest(texts.playbook, [...playbooks.keys()])),
      },
    ];
  });
}

function bad(item: Placed<PlaybookTexts>, path: readonly (string | number)[], message: string): Problem {
  return { code: 'PACK_BAD_PLAYBOOK', severity: 'error', message, at: item.locate(path) };
}

function ofTexts(texts: Placed<PlaybookTexts>, { inputs, steps }: PlaybookSource): Problem[] {
  const acts = actsOf(steps).map(({ act }) => act);
  const wanted = {
    inputs: Object.entries(inputs ?? {}).map(([id, { text }]) => [id, text['en'] ?? ''] as const),
    steps: acts.map(({ id, say }) => [id, say['en'] ?? ''] as const),
    undo: acts.flatMap(({ id, undo }) => (undo === undefined ? [] : [[id, undo['en'] ?? ''] as const])),
  };
  return (['inputs', 'steps', 'undo'] as const).flatMap((section) => {
    const written = texts[section] ?? {};
    const known = new Map(wanted[section]);
    return [
      ...[...known].flatMap(([id, english]) => {
        const text = written[id];
        if (text === undefined)
          return [
            bad(texts, [], `The text of ${quoted(id)} in \`${section}\` is missing: expected all of them`),
          ];
        return standsFor(text) === standsFor(english)
          ? []
          : [
              bad(
                texts,
                [section, id],
                `The text of ${quoted(id)} stands for other inputs than the English one: expected ${standsFor(english) || 'none'}`,
              ),
            ];
      }),
      ...Object.keys(written)
        .filter((id) => !known.has(id))
        .map((id) =>
          bad(texts, [section, id], `Nothing is called ${quoted(id)} in \`${section}\` of the playbook`),
        ),
    ];
  });
}

function standsFor(text: string): string {
  return [...new Set(text.match(/\{[^{}]*\}/g) ?? [])].sort().join(' ');
}
