// SPDX-License-Identifier: Apache-2.0

/** The /24 of an IPv4 address, the /64 of an IPv6 address, as `192.0.2.0-24`; empty for anything else. */
export function networkOf(address: string): string {
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0-24`;
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(':')) return '';
  const groups = groupsOf(address);
  return groups === undefined ? '' : `${groups.slice(0, 4).join('-')}-64`;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2), without leading zeros. */
function groupsOf(address: string): readonly string[] | undefined {
  const [head, tail, more] = address.toLowerCase().split('::');
  const left = (head ?? '').split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const missing = 8 - left.length - right.length;
  if (more !== undefined || missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}
