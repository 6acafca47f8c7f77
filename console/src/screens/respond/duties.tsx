// SPDX-License-Identifier: Apache-2.0
// Whom to tell until when: what applies with its clocks, what hangs on facts that nobody has stated, and why the rest does not.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { dutiesQuery } from '../../api/respond-queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { duration, instant, instantIn } from '../../words/format.ts';
import { type Language, useWords } from '../../words/index.ts';
import { useMayRecord } from './case.tsx';
import { Facts } from './facts.tsx';
import { keep } from './keep.ts';
import { Mark, type Progress } from './marks.tsx';
import { Record } from './record.tsx';

type Duty = Answer<'duties'>['report']['obligations'][number];
type Step = Duty['steps'][number];

const route = getRouteApi('/respond/$id/obligations');

export function Duties() {
  const { id } = route.useParams();
  const query = useQuery(dutiesQuery(id));
  return <Answered query={query}>{(data) => <Whole id={id} data={data} />}</Answered>;
}

function Whole({ id, data }: { readonly id: string; readonly data: Answer<'duties'> }) {
  const { say, language } = useWords();
  const may = useMayRecord();
  const { obligations, at, incident, pack } = data.report;
  const of = (outcome: Duty['outcome']) => obligations.filter((each) => each.outcome === outcome);
  const list = (duties: readonly Duty[]) =>
    duties.map((duty) => <DutyRow key={duty.id} id={id} duty={duty} at={at} may={may} />);
  const [applies, open, none] = [of('applies'), of('open'), of('not-applicable')];
  return (
    <>
      <p className="soft">
        {say('duties.judged', {
          at: instant(language, at),
          zone: visible(incident.zone),
          pack: `${pack.id} ${pack.version}`,
        })}{' '}
        {say('duties.legal')}
      </p>
      <Sheet name={say('duties.applies', { count: applies.length })}>
        {applies.length === 0 ? <p className="soft">{say('duties.applies.none')}</p> : list(applies)}
      </Sheet>
      <Facts id={id} data={data} may={may} />
      <Sheet name={say('duties.open', { count: open.length })}>{list(open)}</Sheet>
      <details>
        <summary>{say('duties.none', { count: none.length })}</summary>
        {list(none)}
      </details>
    </>
  );
}

interface RowOptions {
  readonly id: string;
  readonly duty: Duty;
  readonly at: string;
  readonly may: boolean;
}

function DutyRow({ id, duty, at, may }: RowOptions) {
  const { say } = useWords();
  const { titled, duty: dutySaid } = useTitles();
  const { regime, article, title, who, recipient, contract, reasons, steps, explain, references } = duty;
  return (
    <article className="duty">
      <h3>
        {titled('obligationLaws', duty.id, `${regime}, ${article}`)}: {titled('obligations', duty.id, title)}
      </h3>
      <p className="small soft">
        {titled('obligationParties', `${duty.id}/who`, who)} →{' '}
        {titled('obligationParties', `${duty.id}/recipient`, recipient)}{' '}
        {contract ? say('duties.contract') : ''}
      </p>
      {steps.map((step) => (
        <StepRow key={step.id} id={id} duty={duty} step={step} at={at} may={may} />
      ))}
      <details>
        <summary>{say(duty.outcome === 'not-applicable' ? 'duties.whyNot' : 'duties.why')}</summary>
        <ul className="bullets">
          {reasons.map(({ text, holds }) => (
            <li key={text}>
              {dutySaid(text)} <span className="soft">({say(`holds.${holds}`)})</span>
            </li>
          ))}
        </ul>
        <p className="small soft">{titled('obligationExplains', duty.id, explain)}</p>
        <p className="small soft">{references.map(visible).join(' · ')}</p>
      </details>
    </article>
  );
}

const PROGRESS: Readonly<Record<Step['state'], Progress>> = {
  'not-needed': 'done',
  open: 'open',
  sent: 'done',
  'sent-late': 'failed',
  due: 'waiting',
  overdue: 'failed',
  promptly: 'waiting',
  waiting: 'open',
};

function StepRow({ id, duty, step, at, may }: RowOptions & { readonly step: Step }) {
  const { say, language } = useWords();
  const { state, due, local, rule, provisional, draft } = step;
  const { titled, duty: dutySaid } = useTitles();
  const title = titled('obligations', `${duty.id}/${step.id}`, step.title);
  const left = due === undefined ? undefined : (Date.parse(due) - Date.parse(at)) / 1000;
  const isSent = state === 'sent' || state === 'sent-late';
  return (
    <div className="report">
      <span className="row">
        <Mark state={PROGRESS[state]}>{say(`duty.state.${state}`)}</Mark>
        <strong>{title}</strong>
        {left === undefined || isSent ? null : (
          <span>
            {left < 0
              ? say('clock.over', { time: duration(language, -left) })
              : say('clock.left', { time: duration(language, left), at: instant(language, due ?? null) })}
          </span>
        )}
      </span>
      <span className="small soft">
        {local === undefined ? '' : `${inZone(language, due, local)} · `}
        {dutySaid(rule)}
        {provisional === true ? ` · ${say('duties.latest')}` : ''}
        {step.sent === undefined ? '' : ` · ${say('duties.sentAt', { at: instant(language, step.sent) })}`}
      </span>
      {isSent ? null : (
        <span className="row">
          <span className="small soft">
            {say('duties.filled', { filled: draft.filled, all: draft.fields.length })}
          </span>
          <Drafts id={id} obligation={duty.id} step={step.id} title={title} />
          {may ? (
            <Record id={id} event={{ name: 'sent', body: { obligation: duty.id, step: step.id } }}>
              {say('duties.sent', { report: title })}
            </Record>
          ) : null}
        </span>
      )}
    </div>
  );
}

/** @param local As the law counts: day and time, and the zone of the operator. */
function inZone(language: Language, due: string | undefined, local: string): string {
  const zone = local.split(' ').at(-1) ?? '';
  const at = due === undefined ? undefined : instantIn(language, due, zone);
  return visible(at === undefined ? local : `${at} ${zone}`);
}

function Drafts({
  id,
  obligation,
  step,
  title,
}: {
  readonly id: string;
  readonly obligation: string;
  readonly step: string;
  readonly title: string;
}) {
  const { say, language } = useWords();
  const draft = useMutation({
    mutationFn: async (kind: 'html' | 'md') => {
      const made = await ask('draft', { params: { id }, query: { obligation, step, language } });
      const [text, type] = kind === 'html' ? [made.html, 'text/html'] : [made.markdown, 'text/markdown'];
      keep(`${made.name}.${kind}`, type, new TextEncoder().encode(text));
    },
  });
  return (
    <>
      {(['html', 'md'] as const).map((kind) => (
        <Button
          key={kind}
          size="compact-sm"
          variant="default"
          aria-label={`${say(`duties.draft.${kind}`)}: ${title}`}
          onClick={() => draft.mutate(kind)}
        >
          {say(`duties.draft.${kind}`)}
        </Button>
      ))}
      <Wrong error={draft.error} />
    </>
  );
}
