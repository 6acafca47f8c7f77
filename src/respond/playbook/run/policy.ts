// SPDX-License-Identifier: Apache-2.0
// What the operator, and nobody else, decides: who has to approve, and what is never touched.
import { type Block, contains, parseBlock } from '../../../core/address-block.ts';
import type { Resolved, Risk, Work } from './adapter.ts';

export interface RunPolicy {
  /** Different persons that approve a command of a risk. */
  readonly approvals: Readonly<Record<Risk, number>>;
  /** Addresses, networks, names, accounts that no command may name, whatever was approved. A name covers those below it. */
  readonly allowList: readonly string[];
  /** Iterations of one while step. */
  readonly maxIterations: number;
}

export const DEFAULT_POLICY: RunPolicy = {
  approvals: { none: 0, change: 1, destructive: 2 },
  allowList: [],
  maxIterations: 1000,
};

/** The entry of the allow-list that a command would act on. */
export function protectedBy(allowList: readonly string[], work: Work): string | undefined {
  if (allowList.length === 0 || work.risk === 'none') return undefined;
  const words = wordsOf(work);
  return allowList.find((entry) => {
    const block = blockOf(entry);
    return words.some((word) =>
      block === undefined ? isBelow(word, entry.toLowerCase()) : isIn(word, block),
    );
  });
}

function isIn(word: string, block: Block): boolean {
  const other = blockOf(word);
  return other !== undefined && (contains(block, other) || contains(other, block));
}

/** A block, or an address as a block of one. */
function blockOf(text: string): Block | undefined {
  return parseBlock(text) ?? parseBlock(`${text}/${text.includes(':') ? 128 : 32}`);
}

function isBelow(word: string, entry: string): boolean {
  return word === entry || word.endsWith(`.${entry}`) || word.endsWith(`@${entry}`);
}

/** Everything in a command that may name a thing. The address of an interface that is called is none: it is not acted on. */
function wordsOf({ command, undo, targets, agent }: Work): readonly string[] {
  const { type, request } = command;
  // Without a target ssh acts on its agent.
  const acted = type === 'ssh' && targets.length === 0 ? [agent] : targets;
  const parties = request === undefined ? acted : [];
  const texts = [
    ...textsOf(command),
    ...(undo === undefined ? [] : textsOf(undo)),
    ...parties.flatMap(({ name, address }) => [name, ...Object.values(address).flat()]),
  ].map((each) => each.toLowerCase().trim());
  const words = texts
    .flatMap((each) => each.split(/[^\p{L}\p{N}._:@/+-]+/u))
    .flatMap((word) => [word, ...word.split('/')]);
  return [...texts, ...words.map((word) => word.replaceAll(/^[.:]+|[.:]+$/g, ''))];
}

function textsOf({ text, script = '', argv = [], request }: Resolved): readonly string[] {
  const { path = '', body = '', headers = {} } = request ?? {};
  return [text, script, ...argv, safelyDecoded(path), body, ...Object.values(headers).flat()];
}

function safelyDecoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
