// SPDX-License-Identifier: Apache-2.0
import { append } from './append.ts';
import { changeKey } from './change-key.ts';
import { cosign } from './cosign.ts';
import { erase } from './erase.ts';
import { exportEvidence } from './export.ts';
import { prove } from './prove.ts';
import { restore } from './restore.ts';
import { status } from './status.ts';
import type { Verb } from './verb.ts';
import { verifyEvidence } from './verify.ts';
import { witness } from './witness.ts';

export const VERBS: readonly Verb[] = [
  append,
  prove,
  verifyEvidence,
  exportEvidence,
  restore,
  witness,
  cosign,
  erase,
  changeKey,
  status,
];
