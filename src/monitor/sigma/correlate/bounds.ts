// SPDX-License-Identifier: Apache-2.0
import { compares } from '../match/value.ts';
import type { SigmaCorrelation } from '../rule.ts';

/** All bounds of a condition hold together; nothing to measure meets none. */
export function meets(measured: number | undefined, bounds: SigmaCorrelation['bounds']): boolean {
  return (
    measured !== undefined &&
    bounds.every(({ op, value }) => (op === 'neq' ? measured !== value : compares(measured, op, value)))
  );
}
