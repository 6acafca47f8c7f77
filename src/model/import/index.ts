// SPDX-License-Identifier: Apache-2.0
// Files an operator already has → parts of a model, and their union.
//
//     const { value, problems } = nmapImporter.read([{ file: 'scan.xml', bytes }], contextOf(pack.hints));
//     const { value: model } = mergeParts([{ label: 'scan.xml', part: value }]);
export { detect, type FileHead, type Finding } from './detect.ts';
export { contextOf } from './guess.ts';
export type { ImportContext, Importer, ImportInput, ModelPart, TypeGuess } from './importer.ts';
export { importers, sniffFormat } from './importers.ts';
export { type LabelledPart, mergeParts } from './merge/index.ts';
export type { FormatGuess } from './sniff.ts';
