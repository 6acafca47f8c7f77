// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';

/** As the model calls it. */
export function nameOf({ names }: Pick<Answer<'recovery'>, 'names'>, asset: string): string {
  return Object.hasOwn(names, asset) ? (names[asset] ?? asset) : asset;
}
