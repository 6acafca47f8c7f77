// SPDX-License-Identifier: Apache-2.0
// Everything that touches the machine. Knows nothing of models: give what it reads to `src/model`.
export { MAX_FILE_BYTES, packIds, packReader, type ReadFile, readFileBounded, readFolder } from './files.ts';
