// SPDX-License-Identifier: Apache-2.0
// What the tests showed, of groups and never of people; "improved" is said when the server says it, and not before.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { useMe } from '../../api/session.ts';
import { resultsQuery } from '../../api/train-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Wrong } from '../../parts/wrong.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { keep } from '../respond/keep.ts';
import { useCampaign } from './campaign.tsx';
import { Measures } from './measures.tsx';
import { rowsOf, type Settled, waveAsked } from './told.ts';
import { TrialSheet } from './trial.tsx';
import { Worth } from './worth.tsx';

const route = getRouteApi('/train/campaigns/$id/results');

export function Results() {
  const { id } = route.useParams();
  const query = useQuery(resultsQuery(id));
  return <Answered query={query}>{(results) => <Told results={results} />}</Answered>;
}

function Told({ results: { id, tests, nextAt, smallest } }: { readonly results: Answer<'campaignResults'> }) {
  const { say, language } = useWords();
  const { test: asked } = route.useSearch();
  const { campaign } = useCampaign();
  const may = useMe()?.may ?? [];
  const next = nextAt === undefined ? undefined : instant(language, nextAt);
  if (tests.length === 0)
    return (
      <Empty
        text={next === undefined ? say('train.results.none') : say('train.results.later', { at: next })}
        action={
          <Link to="/train/campaigns/$id" params={{ id }}>
            <Button component="span" variant="default">
              {say('train.results.tests')}
            </Button>
          </Link>
        }
      />
    );
  const wave = waveAsked(tests, asked);
  const shown = tests.filter((test) => wave === undefined || test.wave === wave);
  const rows = rowsOf(tests, wave);
  return (
    <>
      <Choice id={id} tests={tests} wave={wave} />
      {campaign?.trial === true ? (
        <TrialSheet tests={shown} />
      ) : (
        <p className="lead">{say('train.trial.why')}</p>
      )}
      {rows.length === 0 ? (
        <p>{say('train.results.few', { smallest })}</p>
      ) : (
        <Measures rows={rows} isOverTime={wave === undefined} />
      )}
      <Hidden tests={shown} smallest={smallest} />
      {next === undefined ? null : <p className="soft">{say('train.results.next', { at: next })}</p>}
      {tests.length > 1 && may.includes('campaignClock') ? <Worth id={id} /> : null}
      {campaign?.state === 'over' && may.includes('campaignStatements') ? <Statements id={id} /> : null}
    </>
  );
}

function Choice({
  id,
  tests,
  wave,
}: {
  readonly id: string;
  readonly tests: readonly Settled[];
  readonly wave: number | undefined;
}) {
  const { say } = useWords();
  const choices = [
    ...(tests.length > 1
      ? [{ key: 'all', search: {}, name: say('train.overTime'), isChosen: wave === undefined }]
      : []),
    ...tests.map((test) => ({
      key: String(test.wave),
      search: { test: test.wave },
      name: say('train.day', { day: test.day }),
      isChosen: test.wave === wave,
    })),
  ];
  return (
    <nav className="row" aria-label={say('train.tab.tests')}>
      {choices.map(({ key, search, name, isChosen }) => (
        <Link
          key={key}
          to="/train/campaigns/$id/results"
          params={{ id }}
          search={(old) => ({ ...(old.people === undefined ? {} : { people: old.people }), ...search })}
          className="filter"
          activeOptions={{ exact: true, explicitUndefined: true }}
          aria-current={isChosen ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Groups that would give somebody away are not told, and that is said. */
function Hidden({ tests, smallest }: { readonly tests: readonly Settled[]; readonly smallest: number }) {
  const { say } = useWords();
  return tests
    .filter(({ hidden }) => hidden > 0)
    .map(({ wave, day, hidden }) => (
      <p key={wave} className="soft">
        {say('train.hidden', { day, count: hidden, smallest })}
      </p>
    ));
}

function Statements({ id }: { readonly id: string }) {
  const { say } = useWords();
  const take = useMutation({
    mutationFn: () => ask('campaignStatements', { params: { id } }),
    gcTime: 0,
    onSuccess: ({ statements }) =>
      keep(
        `${id}-xapi.json`,
        'application/json',
        new TextEncoder().encode(JSON.stringify(statements, undefined, 1)),
      ),
  });
  return (
    <div className="row">
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        {say('train.statements')}
      </Button>
      <span className="soft">{say('train.statements.text')}</span>
      <Wrong error={take.error} />
    </div>
  );
}
