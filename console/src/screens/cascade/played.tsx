// SPDX-License-Identifier: Apache-2.0
// A scenario that is played: what it costs, what measures avoid, and the replay of it.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { jobSimulationQuery, useJob } from '../../api/job-queries.ts';
import { simulationQuery } from '../../api/queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { duration } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Closer } from './closer.tsx';
import { Gap } from './gap.tsx';
import { Limits } from './limits.tsx';
import { Measures } from './measures.tsx';
import { Replay } from './replay.tsx';
import type { Simulated } from './view.ts';

const route = getRouteApi('/cascade');

/** What the address asks for. */
export function useSimulation() {
  const { scenario, attack, detect, with: chosen, job } = route.useSearch();
  const measures = chosen === undefined || chosen === 'none' ? [] : chosen.split(' ');
  const play =
    scenario === undefined
      ? { attack: attack ?? '', ...(detect === undefined ? {} : { detect }) }
      : { scenario };
  const quick = useQuery(simulationQuery({ ...play, measures }));
  const closer = useQuery(jobSimulationQuery(useJob(job)));
  return closer.data === undefined ? quick : closer;
}

export function Played() {
  const { say } = useWords();
  const query = useSimulation();
  return (
    <div className="stack">
      <p>
        <Link to="/cascade" search={{}}>
          {say('cascade.back')}
        </Link>
      </p>
      <Answered query={query}>
        {(simulated) => <Whole simulated={simulated} isOld={query.isPlaceholderData} />}
      </Answered>
    </div>
  );
}

interface WholeOptions {
  readonly simulated: Simulated;
  /** Of other measures: the answer for those that are pressed is on its way. */
  readonly isOld: boolean;
}

function Whole({ simulated, isOld }: WholeOptions) {
  const { scenario, attack } = route.useSearch();
  const { titled, walk } = useTitles();
  const { id, title, text } = simulated.answer.scenario;
  return (
    <>
      <h1 className="title">
        {titled(scenario === undefined ? 'attacks' : 'scenarios', scenario ?? attack ?? id, title)}
      </h1>
      <p className="told-text">{scenario === undefined ? walk(text) : titled('scenarioTexts', id, text)}</p>
      {scenario === undefined && attack !== undefined ? <Detect /> : null}
      <Measures simulated={simulated} />
      <div className="stack" aria-busy={isOld}>
        <Closer simulated={simulated} />
        <Gap simulated={simulated} isOld={isOld} />
        <Replay key={id} simulated={simulated} />
        <Limits simulated={simulated} />
      </div>
    </>
  );
}

const NOTICED = [4, 8, 24, 72, 168];

/** How long until somebody notices an attack: what training and monitoring change. */
function Detect() {
  const { say, language } = useWords();
  const { detect } = route.useSearch();
  const navigate = useNavigate();
  return (
    <NativeSelect
      className="detect"
      label={say('cascade.detect')}
      value={detect === undefined ? '' : String(detect)}
      onChange={(event) => {
        const hours = event.currentTarget.value;
        void navigate({
          to: '/cascade',
          search: ({ detect: _, job: __, ...old }) =>
            hours === '' ? old : { ...old, detect: Number(hours) },
          replace: true,
        });
      }}
      data={[
        { value: '', label: say('cascade.never') },
        ...NOTICED.map((hours) => ({ value: String(hours), label: duration(language, hours * 3600) })),
      ]}
    />
  );
}
