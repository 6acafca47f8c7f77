// SPDX-License-Identifier: Apache-2.0
import type { Importer, ImportInput } from './importer.ts';

/** A format that a file may be of, and how sure that is, 0..1. */
export interface FormatGuess {
  readonly importer: Importer;
  readonly confidence: number;
}

/** Below this a file is taken for none of the formats. */
export const MIN_CONFIDENCE = 0.5;

/** The format of a file, of those of `importers`; undefined when no importer is at least half sure. */
export function sniffAmong(importers: readonly Importer[], input: ImportInput): FormatGuess | undefined {
  let best: FormatGuess | undefined;
  for (const importer of importers) {
    const confidence = importer.sniff(input);
    if (confidence >= MIN_CONFIDENCE && confidence > (best?.confidence ?? 0)) best = { importer, confidence };
  }
  return best;
}
