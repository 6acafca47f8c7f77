// SPDX-License-Identifier: Apache-2.0
import { append } from './append.ts';
import { changeKey } from './change-key.ts';
import { erase } from './erase.ts';
import { prove } from './prove.ts';
import { status } from './status.ts';
import type { Verb } from './verb.ts';
import { verifyEvidence } from './verify.ts';

export const VERBS: readonly Verb[] = [append, prove, verifyEvidence, erase, changeKey, status];
