// SPDX-License-Identifier: Apache-2.0
// Text of people and tools → values that know where they are written.
//
//     const { value, problems } = readDocuments(bytes, 'compose.yaml');
//     value?.[0]?.locate(['services', 'web', 'ports', 0]); // { file: 'compose.yaml', line: 7, column: 9 }
export { isRecord } from './bare-record.ts';
export type { Documents, Path, ReadLimits, SourceDocument } from './document.ts';
export { readDocuments } from './read.ts';
