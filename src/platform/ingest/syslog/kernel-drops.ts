// SPDX-License-Identifier: Apache-2.0
// Datagrams that the kernel dropped before we could read them, because its buffer was full. Linux tells them per socket in
// the last column of /proc/net/udp and udp6; other systems do not tell.
import { readFileSync } from 'node:fs';

/** Drops of all sockets on a local port; undefined where the system does not tell. */
export function kernelDrops(port: number, version: 4 | 6): number | undefined {
  try {
    return dropsIn(readFileSync(version === 4 ? '/proc/self/net/udp' : '/proc/self/net/udp6', 'utf8'), port);
  } catch {
    return undefined;
  }
}

/** @param table Text of /proc/net/udp: `sl local_address … drops`, addresses as `0100007F:1F90`. */
export function dropsIn(table: string, port: number): number | undefined {
  const [head = '', ...lines] = table.split('\n');
  if (!/\blocal_address\b.*\bdrops\s*$/.test(head)) return undefined;
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const own = rows.filter(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16) === port);
  return own.reduce((sum, row) => sum + (Number(row.at(-1)) || 0), 0);
}
