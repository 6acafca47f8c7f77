// SPDX-License-Identifier: Apache-2.0
import type { Certificate } from '../certificate-format.ts';
import type { Refusal } from '../refusal.ts';
import type { Subject } from '../subject.ts';
import type { Store } from './join.ts';

export interface Context extends Subject, Pick<CheckResult, 'checked'> {
  readonly certificate: Certificate;
  readonly store: Store;
}

export interface CheckResult {
  readonly accepted: boolean;
  /** None, or the first; `pointer` is a JSON pointer (RFC 6901) into the certificate. */
  readonly problems: readonly Refusal['problem'][];
  readonly checked: { proofs: number; closures: number; atoms: number; instances: number };
}
