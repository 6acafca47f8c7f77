// SPDX-License-Identifier: Apache-2.0
// Files an operator already has → parts of a model, and their union.
//
// The life of a fact: `sniff` says which format a file is of; the importer of the format reads it to a part of a model, in
// which the fact carries file, line, how (observed, declared, inferred) and confidence; `merge/` unites the parts and says
// where two disagree; what no part places is asked about (`unplaced.ts`); `writeModel` writes it all down for a person.
//
//     const into = { ensuresec: MODEL_VERSION, name: 'Shop', pack: pack.id };
//     const { value, problems } = importFiles([{ file: 'compose.yaml', bytes }], { into, hints: pack.hints });
//     writeModel(value.model);
export { detect, type Finding } from './detect.ts';
export { companionsOf, type Imported, importFiles } from './import.ts';
export type { ImportInput } from './importer.ts';
export { importers, sniffFormat } from './importers.ts';
export { IMPORT_PROBLEM_CODES } from './problem-codes.ts';
