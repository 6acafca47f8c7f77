// SPDX-License-Identifier: Apache-2.0
import { digestJson } from '../../core/digest.ts';
import {
  CERTIFICATE_SCHEMA,
  type Certificate,
  type Closure as ClosureClaim,
  type ProofStep,
  type VerdictClaim,
} from '../certificate-format.ts';
import type { Closure } from '../closure/close.ts';
import type { FrontierInstance } from '../frontier/frontier.ts';
import { CANDIDATE, type Instance, type System, textOf } from '../ground/system.ts';
import { formatConstant } from '../rules/atom.ts';

/** Completes a certificate with its digest. */
export function sealCertificate(content: Omit<Certificate, 'schema' | 'digest'>): Certificate {
  const body = { schema: CERTIFICATE_SCHEMA, ...content } as const;
  return { ...body, digest: digestJson(body as never) };
}

/** The closed set of an attacker, in the order of derivation. */
export function closureClaim(system: System, closure: Closure, attacker: string): ClosureClaim {
  const { encoded, graph } = system;
  const symbols: string[] = [];
  const symbolAt = new Int32Array(encoded.symbols.size).fill(-1);
  const predicates: string[] = [];
  const predicateAt = new Map<number, number>();
  const atoms: number[] = [];
  const starts = graph.offsets;
  const skipped = new Set(['attacker', 'gap', CANDIDATE]);
  for (const node of closure.order) {
    const number = relationAt(starts, node);
    const relation = encoded.relations[number] as NonNullable<(typeof encoded.relations)[number]>;
    if (skipped.has(relation.code.name)) continue;
    if (!predicateAt.has(number)) predicateAt.set(number, predicates.push(relation.code.name) - 1);
    atoms.push(predicateAt.get(number) as number);
    for (const column of relation.columns) {
      const symbol = column[node - (starts[number] as number)] as number;
      if (symbolAt[symbol] === -1) symbolAt[symbol] = symbols.push(encoded.symbols.name(symbol)) - 1;
      atoms.push(symbolAt[symbol] as number);
    }
  }
  return { attacker, symbols, predicates, atoms };
}

function relationAt(starts: Int32Array, node: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= node) low = middle;
    else high = middle;
  }
  return low;
}

export function proofSteps(proof: readonly Instance[]): readonly ProofStep[] {
  return proof.map(({ rule, then, when }) => ({ rule: rule.id, then: textOf(then), when: when.map(textOf) }));
}

export function frontierClaims(frontier: readonly FrontierInstance[]): VerdictClaim['frontier'] {
  return frontier.map(({ rule, then, when, missing }) => ({
    rule: rule.id,
    then: textOf(then),
    when: when.map((premise) => (premise === null ? null : textOf(premise))),
    missing: missingText(missing),
  }));
}

/** The missing premise as text, `_` where any value would do. */
export function missingText(missing: FrontierInstance['missing']): string {
  return `${missing.predicate}(${missing.args.map((arg) => (arg === undefined ? '_' : formatConstant(arg))).join(', ')})`;
}
