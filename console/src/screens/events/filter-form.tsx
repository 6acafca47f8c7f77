// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import type { EventSearch } from '../../app/addresses.ts';
import { instantOf, localOf } from '../../parts/local-time.ts';
import { useWords } from '../../words/index.ts';

const TEXTS = ['text', 'type', 'source', 'key'] as const;
const TIMES = ['from', 'to'] as const;

/** The question becomes the address when it is sent. */
export function FilterForm({ filter }: { readonly filter: EventSearch }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const written = new FormData(event.currentTarget);
    const search = Object.fromEntries(
      [
        ...TEXTS.map((name) => [name, String(written.get(name) ?? '').trim()]),
        ...TIMES.map((name) => [name, instantOf(String(written.get(name) ?? ''))]),
      ].filter(([, value]) => value !== '' && value !== undefined),
    ) as EventSearch;
    void navigate({ to: '/events', search });
  };
  return (
    <form className="filter-form" onSubmit={send}>
      {TEXTS.map((name) => (
        <TextInput
          key={name}
          name={name}
          size="sm"
          maxLength={200}
          label={say(`events.${name}`)}
          defaultValue={filter[name] ?? ''}
        />
      ))}
      {TIMES.map((name) => (
        <TextInput
          key={name}
          name={name}
          size="sm"
          type="datetime-local"
          label={say(`events.${name}`)}
          defaultValue={localOf(filter[name])}
        />
      ))}
      <Button type="submit" size="sm">
        {say('events.search')}
      </Button>
    </form>
  );
}
