// SPDX-License-Identifier: Apache-2.0
// The model of an operator's ecosystem, and the packs with its vocabulary: text in, checked values and problems out.
//
//     const pack = resolvePack('e-commerce', packReader('packs')); // packReader: src/platform
//     const { value, problems } = loadModel(bytes, 'ensuresec.yaml', pack.value);
import { IMPORT_PROBLEM_CODES } from './import/index.ts';
import { PROBLEM_CODES as READER_PROBLEM_CODES } from './problem-codes.ts';

export { type Completion, complete } from './complete/complete.ts';
export { isRecord, type Path, readDocuments, type SourceDocument } from './document/index.ts';
export { type ChainEvent, cloudEvent, eventFields, TRUST, type Trust } from './event.ts';
export {
  EXPECTATIONS_SCHEMA,
  type Expectation,
  ExpectationFile,
  readExpectations,
} from './expectation.ts';
export { exploitDifficulty, readCvssVector } from './import/cvss.ts';
export {
  companionsOf,
  detect,
  type Finding,
  type Imported,
  type ImportInput,
  importers,
  importFiles,
  sniffFormat,
} from './import/index.ts';
export { inferredCount, withInferredDependencies } from './infer-dependencies.ts';
export { shapeProblems } from './issues.ts';
export { type LoadedModel, loadModel } from './load.ts';
export { nearest } from './nearest.ts';
export { loadPack } from './pack/load.ts';
export { forgetPacks } from './pack/load-once.ts';
export type { Pack, Placed, WordKind } from './pack/pack.ts';
export { actsOf } from './pack/playbook-walk.ts';
export { readAhead } from './pack/read-part.ts';
export { resolvePack } from './pack/resolve.ts';
export { titlesIn } from './pack/said-titles.ts';
export * from './pack/schema.ts';
export { parsePurl } from './purl.ts';
export * from './schema.ts';
export { hoursOfLength, Time } from './time.ts';
export { writeModel } from './write.ts';

/** Every code that reading or importing can report, with what it means in one line. */
export const PROBLEM_CODES: Readonly<Record<string, string>> = {
  ...READER_PROBLEM_CODES,
  ...IMPORT_PROBLEM_CODES,
};
