// SPDX-License-Identifier: Apache-2.0
// Whether two statements say the same, whatever the order of their names (xAPI 1.0.3 Data 2.3.1, 4.6; IEEE 9274.1.1 §4.2.7).
import { comparedDuration } from './formats.ts';
import { isParts, type Parts } from './identity.ts';

export function saysTheSame(left: Parts, right: Parts): boolean {
  return JSON.stringify(sorted(compared(left))) === JSON.stringify(sorted(compared(right)));
}

function compared(statement: Parts): Parts {
  const { result, object } = statement;
  const duration = isParts(result) ? result['duration'] : undefined;
  return {
    ...statement,
    ...(typeof duration === 'string' && {
      result: { ...(result as Parts), duration: comparedDuration(duration) },
    }),
    ...(isParts(object) && object['objectType'] === 'SubStatement' && { object: compared(object) }),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
