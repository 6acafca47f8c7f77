// SPDX-License-Identifier: Apache-2.0
// What a policy is once it is compiled.
import type { ChainEvent } from '../../model/index.ts';
import type { RuleHead } from '../alert.ts';
import type { CompiledExpression } from './expression/compile.ts';
import type { Value } from './expression/value.ts';
import type { Template } from './template.ts';

type Read = (event: ChainEvent) => Value;

/** Events that are kept because windows ask for them: of these types, that meet the condition, by what joins them. */
export interface StreamPlan {
  /** Equal for equal plans, so that policies share what is kept. */
  readonly id: string;
  readonly types: readonly string[];
  readonly by: readonly Read[];
  readonly filters: readonly CompiledExpression[];
}

export interface Window {
  readonly name: string;
  readonly stream: StreamPlan;
  /** What the event looked at must have equal to `stream.by`. */
  readonly join: readonly Read[];
  /** Bounds relative to the event looked at, in milliseconds, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Conditions that speak of the event looked at. */
  readonly filters: readonly CompiledExpression[];
  /** Number of the window that it begins after, or ends before. */
  readonly since?: number;
  readonly until?: number;
  readonly self: boolean;
}

export interface Obligation {
  readonly that: CompiledExpression;
  readonly say: Template;
  /** Numbers of the windows that it speaks of. */
  readonly windows: readonly number[];
}

export interface Policy {
  readonly head: RuleHead;
  readonly types: readonly string[];
  readonly where: CompiledExpression | undefined;
  readonly per: readonly string[];
  readonly windows: readonly Window[];
  readonly unless: readonly CompiledExpression[];
  readonly must: readonly Obligation[];
  /** Milliseconds after the event looked at until which events can change the verdict. */
  readonly wait: number;
  readonly quiet: number;
}

/** What joins the values: one key stands for itself, so that most need no new text. Undefined when one is absent. */
export function joined(event: ChainEvent, reads: readonly Read[]): string | undefined {
  if (reads.length === 0) return '';
  const [only] = reads;
  if (reads.length === 1) return (only as Read)(event) as string | undefined;
  const values = reads.map((read) => read(event));
  return values.includes(undefined) ? undefined : JSON.stringify(values);
}

/** Values of the keys that the policy is sliced by; undefined when the event lacks one. */
export function sliceOf({ per }: Policy, { keys }: ChainEvent): Readonly<Record<string, string>> | undefined {
  const slice: Record<string, string> = {};
  for (const name of per) {
    const value = keys[name];
    if (typeof value !== 'string') return undefined;
    slice[name] = value;
  }
  return slice;
}

/** Whether the event carries all keys that the policy is sliced by. */
export function hasSlice({ per }: Policy, { keys }: ChainEvent): boolean {
  for (const name of per) if (typeof keys[name] !== 'string') return false;
  return true;
}
