// SPDX-License-Identifier: Apache-2.0
/** Evidence that holds: an append-only log with proofs. Usable alone. */
export { EMPTY_ROOT, leafHash, nodeHash } from './merkle/hash.ts';
export { verifySubtreeConsistency, verifySubtreeInclusion } from './merkle/subtree.ts';
export { consistencyProof, inclusionProof, type NodeAt, rootOf } from './merkle/tree.ts';
export { verifyConsistency, verifyInclusion } from './merkle/verify.ts';
