// SPDX-License-Identifier: Apache-2.0

export type { LabelledPart } from './labelled-part.ts';
export { mergeParts } from './merge.ts';
