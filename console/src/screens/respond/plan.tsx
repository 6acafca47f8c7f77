// SPDX-License-Identifier: Apache-2.0
// The dry run of a playbook: what each step would change, and the buttons that begin it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useElementNames } from '../../api/element-names.ts';
import { planQuery } from '../../api/respond-queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Coded } from '../../parts/coded.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import { useMayRecord } from './case.tsx';
import { branchText, Graph, withoutMarks } from './graph.tsx';
import type { Block } from './layout.ts';
import { restOf } from './rest-of.ts';
import { Start } from './start.tsx';

type PlanStep = Answer<'playbookPlan'>['steps'][number];

export function Plan({ id, playbook }: { readonly id: string; readonly playbook: string }) {
  const { say, language } = useWords();
  const plan = useQuery(planQuery(id, playbook, language));
  return (
    <article className="stack">
      <Link to="/respond/$id/playbooks" params={{ id }} search={{}} className="up" activeProps={{}}>
        {say('book.back')}
      </Link>
      <Answered query={plan}>{(data) => <Whole id={id} plan={data} />}</Answered>
    </article>
  );
}

function Whole({ id, plan }: { readonly id: string; readonly plan: Answer<'playbookPlan'> }) {
  const { say } = useWords();
  const may = useMayRecord();
  const steps = new Map(plan.steps.map((each) => [each.step, each]));
  return (
    <>
      <header className="stack">
        <h2 className="incident-title">{visible(told('recovery', plan.title))}</h2>
        <p>{visible(told('recovery', plan.text))}</p>
      </header>
      {may ? <Start key={`${id} ${plan.id}`} id={id} plan={plan} /> : null}
      <Sheet name={say('graph.title')}>
        <Graph outline={plan.outline} />
      </Sheet>
      <Sheet name={say('plan.name')} aside={<span className="soft">{say('plan.nothing')}</span>}>
        <Blocks blocks={plan.outline} steps={steps} />
      </Sheet>
    </>
  );
}

function Blocks({
  blocks,
  steps,
}: {
  readonly blocks: readonly Block[];
  readonly steps: ReadonlyMap<string, PlanStep>;
}) {
  const { say } = useWords();
  return (
    <ol className="plan">
      {blocks.map((block) => {
        const step = steps.get(block.step);
        return (
          <li key={`${block.type} ${block.step}`}>
            {step === undefined ? (
              <p className="soft">
                {say(`graph.${block.type}`)} {block.type === 'playbook-action' ? visible(block.name) : ''}
              </p>
            ) : (
              <Diff step={step} />
            )}
            {block.branches.map((branch) => (
              <div key={`${branch.kind} ${branch.label} ${branch.blocks[0]?.step}`} className="branch">
                <p className="small soft">{branchText(branch, say)}</p>
                <Blocks blocks={branch.blocks} steps={steps} />
              </div>
            ))}
          </li>
        );
      })}
    </ol>
  );
}

/** What one step would change, as lines that are added and taken away. */
function Diff({ step }: { readonly step: PlanStep }) {
  const { say } = useWords();
  const { title } = useTitles();
  const nameOf = useElementNames();
  const { name, text, who, sets, assets, measures, risk, approvals, undo } = step;
  const rest = restOf(text, name);
  return (
    <div className="step">
      <strong>
        <Coded text={told('recovery', withoutMarks(name))} />
      </strong>
      {rest === '' ? null : (
        <span className="soft">
          <Coded text={told('recovery', withoutMarks(rest))} />
        </span>
      )}
      <ul className="diff mono">
        {sets === null ? (
          <li>· {say('plan.person', { who: visible(who) })}</li>
        ) : (
          <li className={sets.to === 'on' ? 'added' : 'taken'}>
            {sets.to === 'on' ? '+ ' : '− '}
            {say(sets.to === 'on' ? 'plan.on' : 'plan.off', { control: visible(withoutMarks(sets.control)) })}
          </li>
        )}
        {measures.map((measure) => (
          <li key={measure} className="added">
            + {say('plan.measure', { measure: title('measures', measure) ?? visible(measure) })}
          </li>
        ))}
        {assets.length === 0 ? null : (
          <li>· {say('plan.touches', { assets: assets.map((each) => nameOf(each)).join(', ') })}</li>
        )}
      </ul>
      <span className="row small soft">
        <span>{say(`risk.${risk}`)}</span>
        {approvals === 0 ? null : <span>{say('plan.approvals', { count: approvals })}</span>}
        {risk === 'none' ? null : (
          <span>
            {undo === null ? (
              say('plan.noUndo')
            ) : (
              <Coded text={say('plan.undo', { how: withoutMarks(undo) })} />
            )}
          </span>
        )}
      </span>
    </div>
  );
}
