// SPDX-License-Identifier: Apache-2.0
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { One } from './assets.tsx';
import type { CaseAnswer } from './case.tsx';
import { Mark } from './marks.tsx';
import { Record } from './record.tsx';

/** What has to be done by people, beside what playbooks ask. */
export function Tasks({ led, may }: { readonly led: CaseAnswer; readonly may: boolean }) {
  const { say } = useWords();
  const { id, tasks } = led;
  return (
    <Sheet name={say('tasks.name')}>
      {tasks.length === 0 ? <p className="soft">{say('tasks.none')}</p> : null}
      <ul className="lines">
        {tasks.map(({ task, text, done, overdue }) => (
          <li key={task} className="row">
            <Mark state={done === null ? (overdue ? 'failed' : 'open') : 'done'}>
              {say(done === null ? (overdue ? 'tasks.overdue' : 'tasks.open') : 'tasks.did')}
            </Mark>
            <span>{visible(text)}</span>
            {may && done === null ? (
              <Record id={id} event={{ name: 'done', body: { task } }}>
                {say('tasks.done', { task: visible(text).slice(0, 40) })}
              </Record>
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <One
          id={id}
          label={say('tasks.new')}
          action={say('tasks.add')}
          event={(text) => ({ name: 'tasked', body: { task: `t${tasks.length + 1}`, text } })}
        />
      ) : null}
    </Sheet>
  );
}
