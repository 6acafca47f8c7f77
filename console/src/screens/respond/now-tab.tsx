// SPDX-License-Identifier: Apache-2.0
// What to do now in one case: who has to do what, the phase, what was hit, what the attacker can do next, what happened.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clocksQuery, runsQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Coded } from '../../parts/coded.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { Assets } from './assets.tsx';
import { type CaseAnswer, useCase, useMayRecord } from './case.tsx';
import { ClockText } from './clock.tsx';
import { Mark } from './marks.tsx';
import { Phases } from './phases.tsx';
import { Place } from './place.tsx';
import { Tasks } from './tasks.tsx';
import { Timeline } from './timeline.tsx';
import { type Todo, todosOf } from './todo.ts';

export function NowTab() {
  const query = useCase();
  return <Answered query={query}>{(led) => <Whole led={led} />}</Answered>;
}

function Whole({ led }: { readonly led: CaseAnswer }) {
  const may = useMayRecord();
  return (
    <>
      <Next led={led} />
      <Phases led={led} may={may} />
      <div className="columns">
        <Assets led={led} may={may} />
        <Place id={led.id} />
      </div>
      <div className="columns">
        <Tasks led={led} may={may} />
        <Timeline led={led} may={may} />
      </div>
    </>
  );
}

function Next({ led }: { readonly led: CaseAnswer }) {
  const { say } = useWords();
  const runs = useQuery(runsQuery).data?.runs ?? [];
  const clocks = useQuery(clocksQuery).data;
  const todos = todosOf(led, runs, clocks?.clocks ?? []);
  return (
    <Sheet name={say('todo.name')}>
      {todos.length === 0 ? (
        <p className="soft">{say('todo.nothing')}</p>
      ) : (
        <ol className="lines todo">
          {todos.map((todo, at) => (
            <li key={keyOf(todo)} className={at === 0 ? 'first' : ''}>
              <TodoText todo={todo} led={led} at={clocks?.at ?? led.at} />
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  );
}

function keyOf(todo: Todo): string {
  if (todo.kind === 'clock') return `${todo.clock.obligation} ${todo.clock.step}`;
  return `${todo.kind} ${'run' in todo ? todo.run : 'what' in todo ? todo.what : ''}`;
}

function TodoText({ todo, led, at }: { readonly todo: Todo; readonly led: CaseAnswer; readonly at: string }) {
  const { say } = useWords();
  const params = { id: led.id };
  switch (todo.kind) {
    case 'approve':
    case 'answer':
      return (
        <Link to="/respond/$id/playbooks" params={params} search={{ run: todo.run }}>
          <Coded text={say(`todo.${todo.kind}`, { what: todo.what, count: todo.count })} />
        </Link>
      );
    case 'clock':
      return (
        <Link to="/respond/$id/obligations" params={params}>
          <ClockText clock={todo.clock} at={at} />
        </Link>
      );
    case 'decide':
      return (
        <Link to="/respond/$id/obligations" params={params}>
          {say('todo.decide', { count: todo.count })}
        </Link>
      );
    case 'task':
      return (
        <span className="row">
          <span>{say('todo.task', { what: visible(todo.what) })}</span>
          <span className="soft">
            {todo.who === null ? say('case.nobody') : say('case.owner', { owner: visible(todo.who) })}
          </span>
          {todo.overdue ? <Mark state="failed">{say('tasks.overdue')}</Mark> : null}
        </span>
      );
    case 'advance':
      return <span>{say('todo.advance', { phase: say(`phase.${todo.phase}`) })}</span>;
  }
}
