// SPDX-License-Identifier: Apache-2.0
import { type Block, contains, parseBlock } from '../../../core/address-block.ts';

/** Where clusters usually take the addresses of pods from. */
const POD_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parseBlock(text) as Block);

/**
 * True when a rule for a block also means pods. Blocks are meant for addresses outside the cluster, and those of pods are
 * not in the manifests; all addresses, less some that leave a usual block of pods open, surely include them.
 */
export function includesPods(block: Block, except: readonly Block[]): boolean {
  if (block.prefix !== 0) return false;
  if (block.version === 6) return except.length === 0;
  return POD_BLOCKS.some((pods) => !except.some((one) => contains(one, pods)));
}
