// SPDX-License-Identifier: Apache-2.0
import { hasErrors } from '../../../../core/problem.ts';
import { readDocuments } from '../../../../model/index.ts';
import { fillJson, type Values } from '../values.ts';
import { UnclearPlace } from './quoted.ts';

/**
 * A Sigma rule with the values of its variables, as JSON, which is YAML. A value matches itself: its wildcards, and in a
 * regular expression its operators, lose their meaning.
 *
 * @throws UnclearPlace for a text that is no YAML; Unresolved.
 */
export function fillSigma(text: string, values: Values): string {
  if (!text.includes(':value')) return text;
  const { value: documents = [], problems } = readDocuments(Buffer.from(text), 'the command');
  if (hasErrors(problems) || documents.length === 0)
    throw new UnclearPlace(`The rule is no YAML: ${problems[0]?.message ?? 'it is empty'}`);
  return documents.map(({ value }) => JSON.stringify(fillJson(value, values, encodingOf))).join('\n---\n');
}

/** Sigma 2.1, escaping of wildcards; the modifiers stand in the key. */
function encodingOf(path: readonly string[]): ((value: string) => string) | undefined {
  const key = path.at(-1) ?? '';
  if (path[0] !== 'detection' || key.includes('|cidr')) return undefined;
  if (path.length === 2 && key === 'condition')
    return () => {
      throw new UnclearPlace('A variable stands in the condition, where its value could become code');
    };
  return key.includes('|re')
    ? (value) => value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    : (value) => value.replaceAll(/[\\*?]/g, '\\$&');
}
