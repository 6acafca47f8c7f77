// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest';
import type { Source } from '../../src/model/index.ts';

/** One imported file, under the name that sources give it. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Fails for an element without a source, and for a source that is no place in one of the files. */
export function expectSourcesIn(model: object, texts: readonly NamedText[]): void {
  const lines = new Map(texts.map(({ file, text }) => [file, text.split('\n')]));
  for (const [section, elements] of Object.entries(model)) {
    for (const element of Array.isArray(elements) ? elements : []) {
      const sources = sourcesIn(element);
      expect([section, element.id, sources.length > 0]).toEqual([section, element.id, true]);
      for (const { file, line = 0, column = 1 } of sources) {
        const rest = lines.get(file)?.[line - 1]?.slice(column - 1);
        expect([section, element.id, file, line, column, rest ?? '']).toEqual([
          ...[section, element.id, file, line, column],
          expect.stringMatching(/^\S/),
        ]);
      }
    }
  }
}

function sourcesIn(value: unknown): Source[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'source' ? [part as Source] : sourcesIn(part),
  );
}
