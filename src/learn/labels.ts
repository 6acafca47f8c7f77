// SPDX-License-Identifier: Apache-2.0
// Which events are part of which attack: NDJSON, as `simulate-events --labels` writes it.
import type { Parsed, Problem } from '../core/problem.ts';

const LONGEST = 500;

/** By id of the event: its attack. Every bad line is told. */
export function readLabels(bytes: Uint8Array, file: string): Parsed<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  const problems: Problem[] = [];
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .forEach((line, at) => {
      if (line.trim() === '') return;
      const label = labelIn(line);
      if (label !== undefined) labels.set(label.id, label.attack);
      else
        problems.push({
          code: 'LEARN_BAD_LABEL',
          severity: 'error',
          message: `Expected {"id": "e1", "attack": "name"}, found ${line.slice(0, 60)}`,
          at: { file, line: at + 1, column: 1 },
        });
    });
  return problems.length > 0 ? { problems } : { value: labels, problems };
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
