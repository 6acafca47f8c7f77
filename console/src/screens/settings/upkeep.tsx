// SPDX-License-Identifier: Apache-2.0
// What is wrong with the set-up of the server, and how to mend it: the doctor, here.
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { upkeepQuery } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OutcomeMark } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import { Backup, Jobs } from './jobs.tsx';

type Finding = Answer<'upkeep'>['findings'][number];

const OUTCOMES = { problem: 'INSECURE', notice: 'UNKNOWN', fine: 'SECURE' } as const;

export function Upkeep() {
  const may = useMe()?.may ?? [];
  return (
    <div className="stack">
      <Looked />
      <Backup />
      {may.includes('jobs') ? <Jobs /> : null}
    </div>
  );
}

function Looked() {
  const { say, language } = useWords();
  const upkeep = useQuery(upkeepQuery);
  return (
    <Answered query={upkeep}>
      {({ at, findings }) => {
        const [todo, good] = [false, true].map((isFine) =>
          findings.filter(({ level }) => (level === 'fine') === isFine),
        ) as [Finding[], Finding[]];
        const examined = (
          <span className="soft">{say('upkeep.examined', { at: instant(language, at) })}</span>
        );
        return (
          <div className="stack">
            <Sheet name={say('upkeep.todo')} aside={examined}>
              {todo.length === 0 ? <Empty text={say('upkeep.none')} /> : <Findings of={todo} />}
            </Sheet>
            <Sheet name={say('upkeep.good')}>
              <Findings of={good} />
            </Sheet>
          </div>
        );
      }}
    </Answered>
  );
}

/** What the doctor says; commands stay as they are typed. */
function Findings({ of }: { readonly of: readonly Finding[] }) {
  const { say } = useWords();
  return (
    <ul className="lines">
      {of.map(({ id, level, what, mend }) => (
        <li key={`${id} ${what}`} className="finding" data-row>
          <span className="row small">
            <OutcomeMark outcome={OUTCOMES[level]}>{say(`upkeep.${level}`)}</OutcomeMark>
            <span className="mono soft">{id}</span>
          </span>
          <span>{visible(told('upkeep', what))}</span>
          {mend === undefined ? null : <span className="soft">{visible(told('upkeep', mend))}</span>}
        </li>
      ))}
    </ul>
  );
}
