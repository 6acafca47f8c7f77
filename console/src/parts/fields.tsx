// SPDX-License-Identifier: Apache-2.0
import { visible, visibleValue } from './visible.ts';

/** An event field by field. Names and values are of others: text, never markup. */
export function Fields({ event }: { readonly event: unknown }) {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return <pre>{visibleValue(event)}</pre>;
  return (
    <dl className="fields">
      {Object.entries(event).map(([name, value]) => (
        <div key={name}>
          <dt>{visible(name)}</dt>
          <dd>{visibleValue(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
