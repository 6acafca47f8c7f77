// SPDX-License-Identifier: Apache-2.0
// Blocks of addresses (RFC 4632, RFC 4291 §2.3).

/** A block: addresses from `first` to `last`. */
export interface Block {
  readonly text: string;
  readonly version: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Blocks that are not routed on the internet: RFC 1918, RFC 6598, RFC 3927, RFC 1122, RFC 4193, RFC 4291. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].map((text) => parseBlock(text) as Block);

/** Reads `192.0.2.0/24` or `2001:db8::/32`; undefined when it is no block. */
export function parseBlock(text: string): Block | undefined {
  const [address = '', digits = ''] = text.split('/');
  const value = address.includes(':') ? parseSix(address) : parseFour(address);
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 6 ? 128 : 32;
  const prefix = Number(digits);
  if (value === undefined || !/^\d{1,3}$/.test(digits) || prefix > bits || text.split('/').length !== 2)
    return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { text, version, prefix, first, last: first + size - 1n };
}

/** True when every address of `inner` is in `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** True for blocks that nobody on the internet can send from. */
export function isPrivate(block: Block): boolean {
  return PRIVATE.some((one) => contains(one, block));
}

/**
 * True when anybody on the internet may hold an address of the block: it is wider than what registries give to one
 * organisation (IANA hands out /8 of IPv4; the widest IPv6 allocations are /16).
 */
export function isEverybody(block: Block): boolean {
  return block.version === 4 ? block.prefix < 8 : block.prefix < 16;
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseSix(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 45) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? head.length !== 8 : missing < 1) return undefined;
  const all = halves.length === 1 ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
