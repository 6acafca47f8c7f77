// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { dropsIn } from './kernel-drops.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  462: 0100007F:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 30112 2 0000000000000000 17
  463: 00000000:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 30113 2 0000000000000000 5
  464: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 30114 2 0000000000000000 9
`;

test.each([
  ['all sockets of the port', TABLE, 8080, 22],
  ['another port', TABLE, 514, 9],
  ['no socket of the port', TABLE, 1, 0],
  ['a table without the column', TABLE.replace(' drops', ''), 8080, undefined],
  ['nothing', '', 8080, undefined],
])('drops of %s', (_, table, port, drops) => {
  expect(dropsIn(table, port)).toBe(drops);
});
