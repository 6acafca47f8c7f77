// SPDX-License-Identifier: Apache-2.0
// Everything that touches the machine. Knows nothing of models: give what it reads to `src/model`.
export { packIds, packReader, readFileBounded, readFolder } from './files.ts';
export { readHeads } from './heads.ts';
export { openLinearSolver } from './linear-solver.ts';
export { readChunks } from './stream.ts';
