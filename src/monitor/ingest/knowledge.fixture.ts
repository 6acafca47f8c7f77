// SPDX-License-Identifier: Apache-2.0
// Formats, mappings and keys for tests of the readers, of no trade.
import { compileFormats } from '../source/format.ts';
import type { IngestKnowledge } from './knowledge.ts';
import { compileMappings } from './mapping/mapper.ts';

export function knowledge(): IngestKnowledge {
  return {
    parse: compileFormats([
      { id: 'test/format/door', pattern: 'door (?P<door>\\w+) (?P<action>opened|closed)' },
      {
        id: 'test/format/daemon',
        pattern:
          '(?P<time>\\d{4}-\\S+|[A-Z][a-z]{2} [ \\d]\\d \\S+) (?P<host>\\S+) daemon\\[(?P<pid>\\d+)\\]: (?P<message>.*)',
        product: 'linux',
      },
    ]),
    map: compileMappings([
      {
        id: 'test/mapping/door',
        from: ['test/format/door'],
        type: 'badge.event',
        keys: { asset: 'door' },
        data: { action: { path: 'action', map: { opened: 'door-open' }, otherwise: 'exit' } },
      },
    ]),
    keys: new Set(['asset', 'order']),
  };
}
