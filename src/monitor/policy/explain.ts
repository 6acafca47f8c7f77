// SPDX-License-Identifier: Apache-2.0
// Which policies looked at an event, and why they did or did not fire.
import type { ChainEvent } from '../../model/index.ts';
import type { CompiledExpression } from './expression/compile.ts';
import { conjuncts } from './expression/node.ts';
import type { Scope } from './expression/value.ts';
import { joined, type Policy, sliceOf } from './policy.ts';
import type { Stream } from './stream.ts';
import { judge } from './verdict.ts';

/** What one policy makes of one event. */
export interface Look {
  readonly policy: string;
  readonly title: string;
  readonly outcome: 'broken' | 'held' | 'excused' | 'open' | 'not-looked-at' | 'counted';
  /** One sentence each. */
  readonly why: readonly string[];
}

/** @param watermark Milliseconds since 1970 before which all events are known. */
export function explainEvent(
  event: ChainEvent,
  policies: readonly Policy[],
  streamsOf: (policy: number) => readonly Stream[],
  watermark: number,
): readonly Look[] {
  return policies.flatMap((policy, number) => {
    const { id, title } = policy.head;
    const streams = streamsOf(number);
    const looked = policy.types.includes(event.type) ? [lookedAt(policy, event, streams, watermark)] : [];
    const windows = policy.windows
      .filter((_, index) => counts(streams[index], event))
      .map(({ name }) => name);
    const counted =
      windows.length === 0
        ? []
        : [{ outcome: 'counted' as const, why: [`It counts in ${windows.join(', ')} of other events.`] }];
    return [...looked, ...counted].map((look) => ({ policy: id, title, ...look }));
  });
}

type Found = Pick<Look, 'outcome' | 'why'>;

function lookedAt(policy: Policy, event: ChainEvent, streams: readonly Stream[], watermark: number): Found {
  const scope: Scope = { on: event, it: event, windows: [] };
  const reason = whyNot(policy, scope);
  if (reason !== undefined) return { outcome: 'not-looked-at', why: [reason] };
  const verdict = judge(policy, { event, at: { file: '', line: 0 } }, streams);
  const found = policy.windows.map(
    ({ name }, index) => `${name}: ${verdict.scope.windows[index]?.length ?? 0}`,
  );
  const counted = found.length === 0 ? [] : [`Events in its windows: ${found.join(', ')}.`];
  const deadline = event.time + policy.wait;
  if (deadline >= watermark)
    return {
      outcome: 'open',
      why: [`Events up to ${written(deadline)} still count, then it is decided.`, ...counted],
    };
  if (verdict.excused !== undefined) {
    const text = policy.unless[verdict.excused]?.text ?? '';
    return { outcome: 'excused', why: [`It is excused: \`${text}\` holds.`, ...counted] };
  }
  if (verdict.broken.length > 0)
    return {
      outcome: 'broken',
      why: [...verdict.broken.map(({ say }) => say.fill(verdict.scope)), ...counted],
    };
  const held = policy.must.map(({ that }) =>
    that.run(verdict.scope) === true
      ? `\`${that.text}\` holds.`
      : `\`${that.text}\` is not known, because a field is absent.`,
  );
  return { outcome: 'held', why: [...held, ...counted] };
}

function whyNot(policy: Policy, scope: Scope): string | undefined {
  const { where } = policy;
  if (where !== undefined && where.run(scope) !== true) {
    const failed = failedPart(where, scope);
    return `Its condition \`${failed ?? where.text}\` does not hold of the event.`;
  }
  if (sliceOf(policy, scope.on) !== undefined) return undefined;
  const missing = policy.per.filter((key) => typeof scope.on.keys[key] !== 'string');
  return `The event lacks the key ${missing.join(', ')}.`;
}

/** The first part of a chain of `and` that names a field whose value is not what it asks for. */
function failedPart({ node, text, parts }: CompiledExpression, scope: Scope): string | undefined {
  const failed = conjuncts(node).findIndex((_, index) => parts[index]?.(scope) !== true);
  const part = conjuncts(node)[failed];
  return part === undefined ? undefined : text.slice(part.from, part.to);
}

function counts(stream: Stream | undefined, event: ChainEvent): boolean {
  if (stream === undefined || !stream.plan.types.includes(event.type)) return false;
  const scope: Scope = { on: event, it: event, windows: [] };
  return (
    joined(event, stream.plan.by) !== undefined && stream.plan.filters.every(({ run }) => run(scope) === true)
  );
}

function written(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time);
}
