// SPDX-License-Identifier: Apache-2.0
// Facts that decide which duties apply: one at a time, the ones that decide most first, or any other one that reports need.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useTitles } from '../../api/titles.ts';
import { instantOf } from '../../parts/local-time.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';
import { type CaseEvent, Record, useRecord } from './record.tsx';

type Field = Answer<'duties'>['fields'][number];

const SHOWN = 5;

export function Facts({
  id,
  data: { report, fields },
  may,
}: {
  readonly id: string;
  readonly data: Answer<'duties'>;
  readonly may: boolean;
}) {
  const { say } = useWords();
  const decides = new Map<string, number>();
  for (const { toDecide } of report.obligations)
    for (const field of toDecide) decides.set(field, (decides.get(field) ?? 0) + 1);
  const open = fields
    .filter((each) => each.decides)
    .toSorted((a, b) => (decides.get(b.id) ?? 0) - (decides.get(a.id) ?? 0));
  return (
    <Sheet name={say('facts.name', { count: open.length })}>
      {open.length === 0 ? <p className="soft">{say('facts.none')}</p> : null}
      <ul className="lines">
        {open.slice(0, SHOWN).map((field) => (
          <li key={field.id} className="move">
            <Open id={id} field={field} count={decides.get(field.id) ?? 0} may={may} />
          </li>
        ))}
      </ul>
      {open.length > SHOWN ? (
        <p className="soft">{say('facts.more', { count: open.length - SHOWN })}</p>
      ) : null}
      {may ? <Any id={id} fields={fields} /> : null}
    </Sheet>
  );
}

function stated(field: string, value: string | number | boolean | readonly string[]): CaseEvent {
  return { name: 'stated', body: { field, value: typeof value === 'object' ? [...value] : value } };
}

/** What is chosen has a button for each value, and all else a field with its name. */
function isWritten({ type, values }: Field): boolean {
  return type !== 'boolean' && values.length === 0;
}

interface OpenOptions {
  readonly id: string;
  readonly field: Field;
  /** Obligations that hang on it. */
  readonly count: number;
  readonly may: boolean;
}

function Open({ id, field, count, may }: OpenOptions) {
  const { say } = useWords();
  const { titled } = useTitles();
  const decides = say('facts.decides', { count });
  if (may && isWritten(field)) return <Written id={id} field={field} decides={decides} />;
  return (
    <>
      <span>
        {titled('incidentFields', field.id, field.title)} <span className="soft">{decides}</span>
      </span>
      {may ? <Fact id={id} field={field} /> : null}
    </>
  );
}

function Fact({ id, field }: { readonly id: string; readonly field: Field }) {
  const { say } = useWords();
  const { titled } = useTitles();
  if (!isWritten(field))
    return (
      <span className="row">
        {(field.type === 'boolean' ? [true, false] : field.values).map((value) => {
          const shown = typeof value === 'boolean' ? say(value ? 'facts.yes' : 'facts.no') : visible(value);
          return (
            <Record
              key={String(value)}
              id={id}
              event={stated(field.id, value)}
              aria-label={`${titled('incidentFields', field.id, field.title)}: ${shown}`}
            >
              {shown}
            </Record>
          );
        })}
      </span>
    );
  return <Written id={id} field={field} />;
}

const EXAMPLES: Readonly<Record<Field['type'], string>> = {
  text: '',
  number: '0',
  boolean: '',
  time: '',
  list: 'a, b',
};

interface WrittenOptions {
  readonly id: string;
  readonly field: Field;
  readonly decides?: string;
}

function Written({ id, field, decides }: WrittenOptions) {
  const { say } = useWords();
  const { titled } = useTitles();
  const [written, setWritten] = useState('');
  const record = useRecord(id, () => setWritten(''));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    record.mutate(stated(field.id, asStated(field, written)));
  };
  return (
    <form className="asked" onSubmit={send}>
      <TextInput
        label={`${titled('incidentFields', field.id, field.title)}${field.unit === null ? '' : ` (${field.unit})`}`}
        description={decides}
        type={field.type === 'time' ? 'datetime-local' : 'text'}
        placeholder={EXAMPLES[field.type]}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={written.trim() === ''} loading={record.isPending}>
        {say('facts.state')}
      </Button>
      <Wrong error={record.error} />
    </form>
  );
}

/** What was written as the field has it; what does not fit is refused by the server with its reason. */
function asStated({ type }: Field, written: string): string | number | readonly string[] {
  if (type === 'list') return written.split(',').map((each) => each.trim());
  // Fields for times speak of the reader's clock.
  if (type === 'time') return instantOf(written) ?? written;
  const asNumber = Number(written);
  return type === 'number' && Number.isFinite(asNumber) ? asNumber : written.trim();
}

function Any({ id, fields }: { readonly id: string; readonly fields: readonly Field[] }) {
  const { say } = useWords();
  const { titled } = useTitles();
  const [chosen, setChosen] = useState('');
  const field = fields.find((each) => each.id === chosen);
  return (
    <div className="move">
      <NativeSelect
        label={say('facts.any')}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          { value: '', label: '–' },
          ...fields.map((each) => ({ value: each.id, label: titled('incidentFields', each.id, each.title) })),
        ]}
      />
      {field === undefined ? null : <Fact key={field.id} id={id} field={field} />}
    </div>
  );
}
