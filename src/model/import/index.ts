// SPDX-License-Identifier: Apache-2.0
// Files an operator already has → parts of a model, and their union.
//
//     const into = { ensuresec: MODEL_VERSION, name: 'Shop', pack: pack.id };
//     const { value, problems } = importFiles([{ file: 'compose.yaml', bytes }], { into, hints: pack.hints });
//     writeModel(value.model);
export { detect, type FileHead, type Finding } from './detect.ts';
export { companionsOf, type Imported, type ImportOptions, importFiles, type ReadAs } from './import.ts';
export type { Importer, ImportInput } from './importer.ts';
export { importers } from './importers.ts';
