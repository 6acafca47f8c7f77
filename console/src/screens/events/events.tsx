// SPDX-License-Identifier: Apache-2.0
// Every stored event, found by what it says, when it came and from where; the address is the question.
import './events.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { eventsQuery, histogramQuery } from '../../api/queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { useWords } from '../../words/index.ts';
import { FilterForm } from './filter-form.tsx';
import { Found } from './found.tsx';
import { Histogram } from './histogram.tsx';

export function Events() {
  const { say } = useWords();
  const filter = getRouteApi('/events').useSearch();
  const events = useInfiniteQuery(eventsQuery(filter));
  const histogram = useQuery(histogramQuery(filter));
  return (
    <div className="stack">
      <h1 className="title">{say('screen.events')}</h1>
      <FilterForm key={JSON.stringify(filter)} filter={filter} />
      <Answered query={histogram}>{(data) => <Histogram histogram={data} />}</Answered>
      <Found events={events} isFiltered={Object.keys(filter).length > 0} />
    </div>
  );
}
