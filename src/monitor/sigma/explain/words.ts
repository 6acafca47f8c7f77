// SPDX-License-Identifier: Apache-2.0
// Tests in words, for people who ask why a rule fired or not.
import type { GlobToken, Match, Test } from '../rule.ts';

const MODES = {
  equals: 'is',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
} as const;
const OPERATIONS = {
  eq: 'is',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
};

/** `CommandLine contains "whoami"`. */
export function testInWords({ field, match }: Test): string {
  return `${field ?? 'any value'} ${matchInWords(match)}`;
}

function matchInWords(match: Match): string {
  switch (match.kind) {
    case 'text':
      return `${MODES[match.mode]} ${JSON.stringify(match.text)}`;
    case 'glob':
      return `is like ${JSON.stringify(match.tokens.map(globText).join(''))}`;
    case 'regex':
      return `matches /${match.source}/${match.flags}`;
    case 'number':
      return `${OPERATIONS[match.op]} ${match.value}`;
    case 'time':
      return `has a ${match.part} that ${OPERATIONS[match.op]} ${match.value}`;
    case 'cidr':
      return `is an address of ${addressText(match.network)}/${match.prefix}`;
    case 'exists':
      return match.value ? 'is there' : 'is not there';
    case 'null':
      return 'is null or not there';
    case 'fieldref':
      return `${MODES[match.mode]} what ${match.field} is`;
  }
}

function globText(token: GlobToken): string {
  return typeof token === 'string' ? token : token.wild;
}

function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.flatMap((byte, at) => (at % 2 === 0 ? [byte * 256 + (bytes[at + 1] as number)] : []));
  return groups.map((group) => group.toString(16)).join(':');
}
