// SPDX-License-Identifier: Apache-2.0
// A campaign as it is written, checked while one writes. What is written has names: it is not kept in the browser, and gone
// with whoever signs out.
import './train.css';
import '../settings/settings.css';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { ask } from '../../api/ask.ts';
import { client } from '../../api/queries.ts';
import { campaignCheckQuery, refreshCampaigns } from '../../api/train-queries.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';
import { Problems } from '../settings/problems.tsx';
import { exampleOf } from './example.ts';

const PAUSE_MS = 400;
const DRAFT = ['campaignDraft'];
const FIELDS = [
  'id',
  'title',
  'starts',
  'people',
  'language',
  'items',
  'days',
  'open',
  'reminders',
  'trial',
] as const;

export function Make() {
  const { say } = useWords();
  const navigate = useNavigate();
  const field = useRef<HTMLTextAreaElement>(null);
  const example = exampleOf(new Date(), say('train.example'));
  const [text, write] = useDraft(example);
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const check = useQuery(campaignCheckQuery(settled));
  const isChecking = settled !== text || check.isFetching;
  const make = useMutation({
    mutationFn: () => ask('createCampaign', { body: { text } }),
    onSuccess: async ({ campaign: { id } }) => {
      client.removeQueries({ queryKey: DRAFT });
      await refreshCampaigns();
      await navigate({ to: '/train/campaigns/$id', params: { id } });
    },
  });
  return (
    <div className="stack train">
      <Link to="/train">{say('train.back')}</Link>
      <h1 className="title">{say('train.make')}</h1>
      <div className="editor">
        <Sheet name={say('train.text')}>
          <textarea
            ref={field}
            aria-label={say('train.text')}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              make.reset();
              write(event.currentTarget.value);
            }}
          />
        </Sheet>
        <div className="stack">
          <Problems problems={check.data?.problems ?? []} isChecking={isChecking} field={field} />
          <div className="row">
            <Button
              disabled={isChecking || check.data?.usable !== true || text === example}
              loading={make.isPending}
              onClick={() => make.mutate()}
            >
              {say('train.make')}
            </Button>
            {text === example ? <span className="soft">{say('train.example.text')}</span> : null}
          </div>
          <Wrong error={make.error ?? check.error} />
          <Sheet name={say('train.fields')}>
            <dl className="described">
              {FIELDS.map((each) => (
                <div key={each}>
                  <dt className="mono">{each}</dt>
                  <dd>{say(`train.field.${each}`)}</dd>
                </div>
              ))}
            </dl>
          </Sheet>
        </div>
      </div>
    </div>
  );
}

/** Among the answers of the server, which are forgotten when somebody signs out. */
function useDraft(example: string): readonly [string, (text: string) => void] {
  const { data } = useQuery<string>({
    queryKey: DRAFT,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return [data ?? example, (text) => void client.setQueryData(DRAFT, text)];
}
