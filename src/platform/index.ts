// SPDX-License-Identifier: Apache-2.0
// Everything that touches the machine. Knows nothing of models: give what it reads to `src/model`.
export { packIds, packReader, readFileBounded, readFolder } from './files.ts';
export { readHeads } from './heads.ts';
export { readKeyFiles, writeKeyFile } from './store/key-files.ts';
export { openEvidenceStore } from './store/sqlite/evidence.ts';
export { readChunks } from './stream.ts';
