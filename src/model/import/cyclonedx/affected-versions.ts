// SPDX-License-Identifier: Apache-2.0
// `affects[].versions` (ECMA-424): for which versions of a component a statement speaks.
import type { Node } from '../node.ts';

/** False only when the versions of a statement surely leave out the version of the component. */
export function appliesTo(target: Node, version: string | undefined): boolean {
  const entries = target.records('versions');
  if (entries.length === 0 || version === undefined) return true;
  const answers = entries.map((entry) => {
    const exact = entry.text('version');
    if (exact !== undefined) return exact === version;
    const range = entry.text('range');
    return range === undefined ? undefined : inRange(version, range);
  });
  return answers.some((answer) => answer !== false);
}

/** Whether a version lies in a `vers:` range; undefined when the versions do not compare as dotted numbers. */
function inRange(version: string, range: string): boolean | undefined {
  const constraints = /^vers:[a-z0-9.+-]+\/(.+)$/i
    .exec(range)?.[1]
    ?.split('|')
    .map((part) => part.trim());
  if (constraints === undefined) return undefined;
  if (constraints.includes('*')) return true;
  const parsed = constraints.map((constraint) => /^(<=|>=|!=|<|>|=)?(.+)$/.exec(constraint));
  let inside: boolean | undefined = false;
  let lower: boolean | undefined;
  for (const match of parsed) {
    const sign = match?.[1] ?? '=';
    const order = compare(version, match?.[2] ?? '');
    if (order === undefined) return undefined;
    if (sign === '=' && order === 0) return true;
    if (sign === '!=' && order === 0) return false;
    if (sign === '>' || sign === '>=') lower = sign === '>' ? order > 0 : order >= 0;
    if (sign !== '<' && sign !== '<=') continue;
    const below = sign === '<' ? order < 0 : order <= 0;
    inside ||= below && (lower ?? true);
    lower = undefined;
  }
  return inside || (lower ?? false);
}

function compare(one: string, other: string): number | undefined {
  const numbers = (text: string): readonly number[] | undefined =>
    /^v?\d{1,9}(?:\.\d{1,9}){0,9}$/.test(text) ? text.replace('v', '').split('.').map(Number) : undefined;
  const [left, right] = [numbers(one), numbers(other)];
  if (left === undefined || right === undefined) return undefined;
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
