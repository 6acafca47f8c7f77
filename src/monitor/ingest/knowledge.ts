// SPDX-License-Identifier: Apache-2.0
import type { Pack } from '../../model/index.ts';
import { compileFormats, type LineParser } from '../source/format.ts';
import { compileMappings, type Mapper } from './mapping/mapper.ts';

/** What packs know about records, ready to be used. Not to be shared by threads: it remembers the format of the last line. */
export interface IngestKnowledge {
  readonly parse: LineParser;
  readonly map: Mapper;
  /** Names of keys: extension attributes of CloudEvents that join events. */
  readonly keys: ReadonlySet<string>;
}

/** @param hashKey For keyed hashes of personal data; without it such values are left out. */
export function compileIngest(
  pack: Pick<Pack, 'formats' | 'mappings' | 'words'>,
  hashKey?: Uint8Array,
): IngestKnowledge {
  return {
    parse: compileFormats(pack.formats),
    map: compileMappings(pack.mappings, hashKey === undefined ? {} : { hashKey }),
    keys: new Set(pack.words.key.keys()),
  };
}
