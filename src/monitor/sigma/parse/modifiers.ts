// SPDX-License-Identifier: Apache-2.0
// Chains of modifiers (modifiers appendix 2.1.0): which exist, and which make sense together.
import { COMPARISONS, type Comparison, type TextMode, TIME_PARTS, type TimePart } from '../rule.ts';

const MODES = ['contains', 'startswith', 'endswith'] as const;
const ENCODINGS = ['wide', 'utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'] as const;
export type Encoding = (typeof ENCODINGS)[number];
const REGEX_FLAGS = ['i', 'm', 's'] as const;
const KINDS = ['re', 'cidr', 'exists', 'fieldref'] as const;

const KNOWN: readonly string[] = [
  ...MODES,
  ...ENCODINGS,
  ...REGEX_FLAGS,
  ...KINDS,
  ...TIME_PARTS,
  ...COMPARISONS.slice(1),
  'all',
  'cased',
  'neq',
  'windash',
  'expand',
];

/** What a chain says, in no order but that of its encodings. */
export interface Modifiers {
  readonly all: boolean;
  readonly negated: boolean;
  readonly expand: boolean;
  readonly cased: boolean;
  readonly dash: boolean;
  readonly mode: TextMode;
  readonly kind: 'text' | (typeof KINDS)[number] | 'number' | 'time';
  readonly encodings: readonly Encoding[];
  readonly flags: readonly string[];
  readonly op: Comparison;
  readonly part: TimePart | undefined;
}

export function readModifiers(names: readonly string[]): Modifiers | { readonly refused: string } {
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    return { refused: `uses the modifier \`${unknown}\`, expected one of ${KNOWN.join(', ')}` };
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return { refused: `uses the modifier \`${twice}\` twice` };
  const modes = pick(names, MODES);
  const kinds = pick(names, KINDS);
  const parts = pick(names, TIME_PARTS);
  const ops = pick(names, COMPARISONS);
  const flags = pick(names, REGEX_FLAGS);
  const clash = [modes, kinds, parts, ops].find((group) => group.length > 1);
  if (clash !== undefined)
    return { refused: `uses \`${clash.join('` and `')}\` together, expected one of them` };
  const kind = kinds[0] ?? (parts.length > 0 ? 'time' : ops.length > 0 ? 'number' : 'text');
  const modifiers: Modifiers = {
    all: names.includes('all'),
    negated: names.includes('neq'),
    expand: names.includes('expand'),
    cased: names.includes('cased'),
    dash: names.includes('windash'),
    mode: modes[0] ?? 'equals',
    kind,
    encodings: pick(names, ENCODINGS),
    flags,
    op: ops[0] ?? 'eq',
    part: parts[0],
  };
  const reason = nonsense(modifiers, modes.length > 0, ops.length > 0);
  return reason === undefined ? modifiers : { refused: reason };
}

/** In the order in which they are written: encodings are applied one after the other. */
function pick<T extends string>(names: readonly string[], group: readonly T[]): readonly T[] {
  return names.filter((name): name is T => (group as readonly string[]).includes(name));
}

function nonsense(modifiers: Modifiers, hasMode: boolean, hasOp: boolean): string | undefined {
  const { kind, flags, encodings, cased, dash, expand } = modifiers;
  const isText = kind === 'text';
  if (flags.length > 0 && kind !== 're') return `uses \`${flags[0]}\` without \`re\``;
  if (encodings.length > 0 && !isText) return `uses \`${encodings[0]}\` with \`${kind}\``;
  if (dash && !isText) return `uses \`windash\` with \`${kind}\``;
  if (cased && !isText && kind !== 'fieldref' && kind !== 're') return `uses \`cased\` with \`${kind}\``;
  if (hasMode && !isText && kind !== 'fieldref') return `uses \`${modifiers.mode}\` with \`${kind}\``;
  if (hasOp && !['number', 'time'].includes(kind)) return `uses \`${modifiers.op}\` with \`${kind}\``;
  if (expand && !isText && kind !== 'cidr') return `uses \`expand\` with \`${kind}\``;
  return undefined;
}
