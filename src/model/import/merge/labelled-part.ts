// SPDX-License-Identifier: Apache-2.0
import type { ModelPart } from '../importer.ts';

/** A part and what to call its origin where a fact in it names none: a file, `the model`. */
export interface LabelledPart {
  readonly label: string;
  readonly part: ModelPart;
}
