// SPDX-License-Identifier: Apache-2.0
import { NativeSelect } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useElementNames } from '../../api/element-names.ts';
import type { Report } from '../../api/report.ts';
import { useWords } from '../../words/index.ts';
import { choices } from './question.ts';

const FIELDS = [
  ['from', 'attacker'],
  ['to', 'target'],
] as const;

/** A choice is asked at once. */
export function QuestionForm({ report }: { readonly report: Report }) {
  const { say, named, language } = useWords();
  const nameOf = useElementNames();
  const search = getRouteApi('/paths').useSearch();
  const navigate = useNavigate();
  return (
    <form className="question" aria-label={say('paths.question')}>
      {FIELDS.map(([field, of]) => (
        <NativeSelect
          key={field}
          label={say(`paths.${field}`)}
          value={search[field] ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            void navigate({
              to: '/paths',
              search: ({ [field]: _, open: __, ...old }) =>
                chosen === '' ? old : { ...old, [field]: chosen },
            });
          }}
          data={[
            { value: '', label: say(`paths.${field}.any`) },
            ...choices(report.verdicts, of)
              .map((value) => ({
                value,
                label: of === 'target' ? nameOf(value, named(of, value)) : named(of, value),
              }))
              .sort((one, other) => one.label.localeCompare(other.label, language)),
          ]}
        />
      ))}
    </form>
  );
}
