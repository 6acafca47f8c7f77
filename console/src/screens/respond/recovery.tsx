// SPDX-License-Identifier: Apache-2.0
// In which order to repair: bars on a time line, the same as a table, and what it is computed from.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { recoveryQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { FoldingTable } from '../../parts/folding-table.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { euro, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { nameOf } from './asset-name.ts';
import { useMayRecord } from './case.tsx';
import { Mark } from './marks.tsx';
import { refreshCase } from './record.tsx';
import { TimeBars } from './time-bars.tsx';

const route = getRouteApi('/respond/$id/recovery');

export function Recovery() {
  const { say } = useWords();
  const { id } = route.useParams();
  const query = useQuery(recoveryQuery(id));
  const may = useMayRecord();
  return (
    <Answered query={query}>
      {(data) => (
        <>
          {data.repairs.length === 0 ? <p>{say('recovery.none')}</p> : <Order id={id} plan={data} />}
          {data.unknown.length === 0 ? null : (
            <p className="soft">{say('place.unknown', { what: data.unknown.map(visible).join(', ') })}</p>
          )}
          {may ? <Down key={JSON.stringify(data.down)} id={id} plan={data} /> : null}
        </>
      )}
    </Answered>
  );
}

const COLUMNS = ['asset', 'crew', 'start', 'finish', 'up', 'cost', 'needs', 'backup'] as const;

function Order({ id, plan }: { readonly id: string; readonly plan: Answer<'recovery'> }) {
  const { say, language } = useWords();
  const { repairs, loss, bound, proven, criticalFirst, stated } = plan;
  const end = Math.max(...repairs.map(({ up }) => up));
  const named = (asset: string): string => visible(nameOf(plan, asset));
  const saved = criticalFirst <= 0 ? 0 : Math.round((1 - loss / criticalFirst) * 100);
  return (
    <>
      <p className="lead">
        {say('recovery.sentence', { hours: number(language, end, 1), loss: euro(language, loss) })}{' '}
        {saved > 0
          ? say('recovery.critical', { loss: euro(language, criticalFirst), percent: saved })
          : say('recovery.same')}{' '}
        {proven ? say('recovery.proven') : say('recovery.bound', { loss: euro(language, bound) })}
      </p>
      {stated ? null : <p className="soft">{say('recovery.preset')}</p>}
      <Sheet
        name={say('recovery.name')}
        aside={
          <Link to="/respond/$id/playbooks" params={{ id }} search={{ playbook: 'recovery' }}>
            {say('recovery.playbook')}
          </Link>
        }
      >
        <TimeBars plan={plan} />
        <FoldingTable
          label={say('recovery.table')}
          heads={COLUMNS.map((column) => say(`recovery.${column}`))}
          rows={repairs.map(({ asset, crew, start, finish, up, perHour, needs, backup, recovered }) => ({
            key: asset,
            name: named(asset),
            cells: [
              crew,
              number(language, start, 1),
              number(language, finish, 1),
              number(language, up, 1),
              euro(language, perHour),
              needs.length === 0 ? null : needs.map(named).join(', '),
              <Mark key="backup" state={backup ? 'done' : 'open'}>
                {say(recovered ? 'assets.works' : backup ? 'assets.tried' : 'assets.untried')}
              </Mark>,
            ],
          }))}
        />
      </Sheet>
    </>
  );
}

/** What is written is an id: beside it stands what the model calls it. */
function labelOf(label: string, plan: Answer<'recovery'>, asset: string): string {
  const name = nameOf(plan, asset);
  return name === asset ? label : `${label}: ${visible(name)}`;
}

interface Row {
  readonly key: number;
  readonly asset: string;
  /** As it is written. */
  readonly hours: string;
  /** Loss an hour, as it was stated or as the model has it. */
  readonly perHour?: number;
}

function Down({ id, plan }: { readonly id: string; readonly plan: Answer<'recovery'> }) {
  const { say } = useWords();
  const [rows, setRows] = useState<readonly Row[]>(
    plan.down.map(({ asset, hours, perHour }, key) => ({ key, asset, hours: String(hours), perHour })),
  );
  const [crews, setCrews] = useState(String(plan.crews));
  const change = (key: number, to: Partial<Row>): void =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...to } : row)));
  const asked = rows
    .filter(({ asset, hours }) => asset.trim() !== '' && Number(hours) > 0)
    .map(({ asset, hours, perHour }) => ({
      asset: asset.trim(),
      hours: Number(hours),
      ...(perHour === undefined ? {} : { perHour }),
    }));
  const save = useMutation({
    mutationFn: () => ask('planRecovery', { params: { id }, body: { crews: Number(crews), down: asked } }),
    onSuccess: refreshCase,
  });
  const add = (): void =>
    setRows((before) => [
      ...before,
      { key: Math.max(-1, ...before.map(({ key }) => key)) + 1, asset: '', hours: '8' },
    ]);
  return (
    <Sheet name={say('recovery.down')}>
      <ul className="lines downs">
        {rows.map(({ key, asset, hours }) => (
          <li key={key} className="asked">
            <TextInput
              label={labelOf(say('recovery.asset'), plan, asset)}
              value={asset}
              onChange={(event) => change(key, { asset: event.currentTarget.value })}
            />
            <TextInput
              label={say('recovery.hours')}
              inputMode="decimal"
              value={hours}
              onChange={(event) => change(key, { hours: event.currentTarget.value })}
            />
            <Button
              variant="default"
              onClick={() => setRows((before) => before.filter((row) => row.key !== key))}
            >
              {say('recovery.remove', { asset: visible(nameOf(plan, asset)) })}
            </Button>
          </li>
        ))}
      </ul>
      <div className="asked">
        <TextInput
          label={say('recovery.crews')}
          inputMode="numeric"
          value={crews}
          onChange={(event) => setCrews(event.currentTarget.value)}
        />
        <Button variant="default" onClick={add}>
          {say('recovery.add')}
        </Button>
        <Button disabled={asked.length === 0} loading={save.isPending} onClick={() => save.mutate()}>
          {say('recovery.plan')}
        </Button>
      </div>
      <Wrong error={save.error} />
    </Sheet>
  );
}
