// SPDX-License-Identifier: Apache-2.0
// Which events are part of which attack: NDJSON, as `simulate-events --labels` writes it.
import type { Parsed, Problem } from '../core/problem.ts';

const LONGEST = 500;

/** By id of the event: its one attack. Every bad line is told, and every one that says otherwise than a line before it. */
export function readLabels(bytes: Uint8Array, file: string): Parsed<ReadonlyMap<string, string>> {
  const labels = new Map<string, { readonly attack: string; readonly line: number }>();
  const problems: Problem[] = [];
  const lines = new TextDecoder().decode(bytes).split('\n');
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const label = labelIn(text);
    const before = label && labels.get(label.id);
    const place = { severity: 'error', at: { file, line: at + 1, column: 1 } } as const;
    if (label === undefined) {
      const message = `Expected {"id": "e1", "attack": "name"}, found ${text.slice(0, 60)}`;
      problems.push({ code: 'LEARN_BAD_LABEL', message, ...place });
    } else if (before === undefined) labels.set(label.id, { attack: label.attack, line: at + 1 });
    else if (before.attack !== label.attack) {
      const message = `The event \`${label.id}\` is of \`${label.attack}\` here and of \`${before.attack}\` on line ${before.line}: expected one attack an event`;
      problems.push({ code: 'LEARN_LABEL_TWICE', message, ...place });
    }
  }
  if (problems.length > 0) return { problems };
  return { value: new Map([...labels].map(([id, { attack }]) => [id, attack])), problems };
}

function labelIn(line: string): { readonly id: string; readonly attack: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, attack } = value as { readonly id?: unknown; readonly attack?: unknown };
  if (typeof id !== 'string' || typeof attack !== 'string' || attack === '') return undefined;
  return id.length > LONGEST || attack.length > LONGEST ? undefined : { id, attack };
}
