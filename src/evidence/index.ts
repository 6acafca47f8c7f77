// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence that holds: an append-only log with proofs. Usable alone.
 *
 * `merkle` are hashes and proofs (RFC 6962), `note` signatures and checkpoints (C2SP signed-note, tlog-checkpoint),
 * `log` is the writer over a store, `tiles` a folder of files of it (C2SP tlog-tiles), `bundle` a zip that shows a part.
 */

export { verifyBundle } from './bundle/verify.ts';
export { writeBundle } from './bundle/write.ts';
export type { Fault } from './fault.ts';
export { checkStore } from './log/check.ts';
export { type NumberedEntry, readEntries } from './log/entries.ts';
export { checkGitNotes, gitNotesRef } from './log/git-notes.ts';
export { createdKey, lastWitnessed, latestKey, ownEntries, WITNESSED } from './log/keys.ts';
export { type EvidenceLog, openLog } from './log/log.ts';
export { readRecords } from './log/record.ts';
export { restoreLog } from './log/restore.ts';
export { rootsThen, rootThen } from './log/tree.ts';
export { verifySubtreeConsistency, verifySubtreeInclusion } from './merkle/subtree.ts';
export { verifyConsistency, verifyInclusion } from './merkle/verify.ts';
export { parseCheckpointNote } from './note/checkpoint.ts';
export { cosign } from './note/cosign.ts';
export { COSIGNATURE, ED25519, generateKey, isKeyName, type Signer, signerFrom } from './note/key.ts';
export { fromCosignature, fromGitNote, fromTimeStamp, type WitnessBody } from './note/witness.ts';
export { EVIDENCE_CODES } from './problem-codes.ts';
export { rootOfEntries, verifyTiles, writeTiles } from './tiles/folder.ts';
