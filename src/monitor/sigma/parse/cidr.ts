// SPDX-License-Identifier: Apache-2.0
// IPv4 (dotted quad) and IPv6 (RFC 4291 §2.2) addresses as bytes, and CIDR blocks (RFC 4632).

/** 4 or 16 bytes; undefined when the text is no address. Zone ids (`%eth0`) are left out. */
export function readAddress(text: string): readonly number[] | undefined {
  const bare = text.split('%', 1)[0] as string;
  if (bare.length > 45) return undefined;
  return bare.includes(':') ? readV6(bare) : readV4(bare);
}

/** `10.0.0.0/8`, `fe80::/10`; an address alone is a block of one. */
export function readCidr(
  text: string,
): { readonly network: readonly number[]; readonly prefix: number } | undefined {
  const [address = '', length, ...more] = text.split('/');
  const network = readAddress(address);
  if (network === undefined || more.length > 0) return undefined;
  const bits = network.length * 8;
  if (length === undefined) return { network, prefix: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { network, prefix: Number(length) };
}

export function inCidr(address: readonly number[], network: readonly number[], prefix: number): boolean {
  if (address.length !== network.length) return false;
  const whole = prefix >> 3;
  for (let at = 0; at < whole; at++) if (address[at] !== network[at]) return false;
  const rest = prefix & 7;
  const mask = (0xff << (8 - rest)) & 0xff;
  return rest === 0 || ((address[whole] as number) & mask) === ((network[whole] as number) & mask);
}

function readV4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map(Number);
}

function readV6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(readGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  return missing < 2 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
}

function readGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').map((group, at, all) => {
    if (group.includes('.')) return at === all.length - 1 ? readV4(group) : undefined;
    return /^[0-9a-fA-F]{1,4}$/.test(group)
      ? [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]
      : undefined;
  });
  return groups.every((group) => group !== undefined) ? groups.flat() : undefined;
}
