// SPDX-License-Identifier: Apache-2.0
import { composeImporter } from './compose/index.ts';
import { csafImporter } from './csaf/index.ts';
import { cyclonedxImporter } from './cyclonedx/index.ts';
import type { Importer, ImportInput } from './importer.ts';
import { kubernetesImporter } from './kubernetes/index.ts';
import { nmapImporter } from './nmap/index.ts';
import { otmImporter } from './otm/index.ts';
import { type FormatGuess, sniffAmong } from './sniff.ts';
import { threatDragonImporter } from './threat-dragon/index.ts';

/** All formats that can be imported, sorted by id. */
export const importers: readonly Importer[] = [
  composeImporter,
  csafImporter,
  cyclonedxImporter,
  kubernetesImporter,
  nmapImporter,
  otmImporter,
  threatDragonImporter,
];

/** The format that a file is of, and how sure that is; undefined when it fits none. */
export function sniffFormat(input: ImportInput): FormatGuess | undefined {
  return sniffAmong(importers, input);
}
