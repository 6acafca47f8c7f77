// SPDX-License-Identifier: Apache-2.0
import { instant } from '../words/format.ts';
import { useWords } from '../words/index.ts';
import { type EventRow, eventRows } from './event-rows.ts';
import { visible, visibleValue } from './visible.ts';

/** An event field by field. Names and values are of others: text, never markup. */
export function Fields({ event }: { readonly event: unknown }) {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return <pre>{visibleValue(event)}</pre>;
  return (
    <dl className="fields">
      {eventRows(event).map((row) => (
        <div key={JSON.stringify(row.path)}>
          <dt>{visible(row.path.join('.'))}</dt>
          <dd>
            <Value row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A time as the reader's clock has it, and as it was sent. */
function Value({ row: { value, instant: moment } }: { readonly row: EventRow }) {
  const { language } = useWords();
  if (moment === undefined) return visibleValue(value);
  return (
    <>
      <time dateTime={moment}>{instant(language, moment, true)}</time>{' '}
      <span className="soft">{visibleValue(value)}</span>
    </>
  );
}
