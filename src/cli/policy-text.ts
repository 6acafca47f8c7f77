// SPDX-License-Identifier: Apache-2.0
// A policy of a pack in words.
import type { PolicyPattern, PolicySource } from '../model/index.ts';

/** The event that a policy looks at. */
export function policyText({ on, per, quiet }: PolicySource): string {
  const where = on.where === undefined ? '' : ` where ${on.where}`;
  const once =
    quiet === undefined ? '' : `; after an alert quiet for ${quiet} for the same ${per.join(' and ')}`;
  return `Each ${anyOf(on.event)}${where}, for each ${per.join(' and ')}${once}`;
}

/** Which events a window takes. */
export function windowText(pattern: PolicyPattern, per: readonly string[]): string {
  const { event, where, by = per, before, after, since, until, self } = pattern;
  const pairs = Array.isArray(by) ? by.map((key) => [key, key] as const) : Object.entries(by);
  const joins = pairs.map(([here, there]) =>
    here === there ? `the same ${here}` : `as ${here} the ${there}`,
  );
  const parts = [
    `${anyOf(event)}${where === undefined ? '' : ` where ${where}`}`,
    joins.length === 0 ? 'whatever the keys' : `with ${joins.join(' and ')}`,
    before === undefined ? '' : spanText(before, 'before'),
    after === undefined ? '' : spanText(after, 'after'),
    since === undefined ? '' : `since the last of ${since}`,
    until === undefined ? '' : `until the first of ${until}`,
    self === false ? 'other than the event itself' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function anyOf(event: string | readonly string[]): string {
  return typeof event === 'string' ? event : event.join(' or ');
}

function spanText(span: string | readonly string[], side: 'before' | 'after'): string {
  return typeof span === 'string' ? `up to ${span} ${side}` : `${span.join(' to ')} ${side}`;
}
