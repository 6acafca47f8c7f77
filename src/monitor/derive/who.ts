// SPDX-License-Identifier: Apache-2.0
// Who a line of a log is about: programs write it in many ways, but name it before the value.
import { readAddress } from '../sigma/parse/cidr.ts';

const MAX_CHARS = 4096;
const ADDRESS = String.raw`(?:::ffff:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})`;
const NAMED = new RegExp(
  String.raw`\b(?:rhost|client|client[_ ]?ip|remote[_ ]?(?:ip|addr|address|host)|ip|ip[_-]?addr(?:ess)?|from|src|src[_ ]?ip|source|rip|oip|peer|host)["']?[ =:]{1,3}(?:[a-z]{2,12} ){0,2}[^\s\w]{0,2}(?:ipv[46]:)?` +
    ADDRESS,
  'gi',
);
const ANY = new RegExp(String.raw`(?:^|[^\w.:-])(?:ipv[46]:)?` + ADDRESS + String.raw`(?![\w-]|\.\d)`, 'gi');

/** Addresses of a text, those first that a name stands before; IPv4 in IPv6 as IPv4. */
export function addresses(text: string): readonly string[] {
  const head = text.slice(0, MAX_CHARS);
  const found = [...head.matchAll(NAMED), ...head.matchAll(ANY)].flatMap(([, address = '']) => {
    const plain = address.endsWith('::') ? address : address.replace(/:$/, '');
    return readAddress(plain) === undefined ? [] : [plain.toLowerCase()];
  });
  return [...new Set(found)];
}

const ACCOUNT =
  /\b(?:user ?name|user|login|account ?id|account|mail|uid|for)["']?(?: |=|: ?|:)(?:invalid )?(?:user )?[^\w\s@]{0,3}([\w.@+$\\-]{1,80})/gi;
const NO_ACCOUNT = new Set([
  'and',
  'or',
  'the',
  'a',
  'an',
  'from',
  'to',
  'not',
  'user',
  'invalid',
  'name',
  'password',
  'attempt',
  'failed',
  'null',
  'unknown',
  'of',
  'is',
  'has',
  'by',
  'on',
  'in',
  'with',
  'as',
]);

/** Names of accounts that a text speaks of, in order. */
export function accounts(text: string): readonly string[] {
  const found = [...text.slice(0, MAX_CHARS).matchAll(ACCOUNT)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(found)].filter((name) => !NO_ACCOUNT.has(name) && readAddress(name) === undefined);
}
