// SPDX-License-Identifier: Apache-2.0
// The model of an operator's ecosystem, and the packs with its vocabulary: text in, checked values and problems out.
//
//     const pack = resolvePack('e-commerce', packReader('packs')); // packReader: src/platform
//     const { value, problems } = loadModel(bytes, 'ensuresec.yaml', pack.value);
export {
  type BareRecord,
  DEFAULT_READ_LIMITS,
  type Documents,
  isRecord,
  type Path,
  type ReadLimits,
  readDocuments,
  type SourceDocument,
} from './document/index.ts';
export * from './import/index.ts';
export { type LoadedModel, loadModel, type PackShelf } from './load.ts';
export { nearest } from './nearest.ts';
export { loadPack } from './pack/load.ts';
export type { Pack, PackItems, PackSource, Placed, WordKind } from './pack/pack.ts';
export { type ReadPackFiles, resolvePack } from './pack/resolve.ts';
export * from './pack/schema.ts';
export { PROBLEM_CODES } from './problem-codes.ts';
export * from './schema.ts';
export { writeModel } from './write.ts';
