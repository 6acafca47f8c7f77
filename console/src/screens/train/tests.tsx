// SPDX-License-Identifier: Apache-2.0
// The tests of a campaign, how many took part, and what its trainer can do now.
import { useMe } from '../../api/session.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { instant, percent } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { type CampaignView, useCampaign } from './campaign.tsx';
import { Ending } from './ending.tsx';
import { Links } from './links.tsx';
import { Mails } from './mails.tsx';
import { StateMark } from './state-mark.tsx';

type Test = CampaignView['tests'][number];

export function Tests() {
  const { say, language } = useWords();
  const { campaign, mail } = useCampaign();
  const may = useMe()?.may ?? [];
  if (campaign === undefined) return null;
  const { id, tests, people, state } = campaign;
  const isOpen = tests.some((test) => test.state === 'open');
  const next = tests.find((test) => test.state === 'to-come');
  return (
    <>
      <Sheet name={say('train.tab.tests')}>
        <ul className="lines">
          {tests.map((test) => (
            <TestRow key={test.wave} test={test} people={people} />
          ))}
        </ul>
      </Sheet>
      {may.includes('giveLinks') && state !== 'over' ? (
        <div className="columns">
          <Sheet name={say('train.links')}>
            {isOpen ? (
              <>
                <Links id={id} />
                <Mails id={id} canSend={mail} />
              </>
            ) : (
              <p>
                {next === undefined ? null : say('train.links.later', { at: instant(language, next.opens) })}
              </p>
            )}
          </Sheet>
          <Sheet name={say('train.end')}>
            <Ending id={id} />
          </Sheet>
        </div>
      ) : null}
    </>
  );
}

function TestRow({ test, people }: { readonly test: Test; readonly people: number }) {
  const { say, language } = useWords();
  const { day, opens, shuts, state, invited, finished, told } = test;
  const share = people === 0 ? 0 : finished / people;
  return (
    <li className="test">
      <strong>{say('train.day', { day })}</strong>
      <StateMark state={state} />
      <span className="soft">
        {say('train.span', { from: instant(language, opens), to: instant(language, shuts) })}
      </span>
      {state === 'to-come' ? null : (
        <>
          <span>
            {say('train.invited', { count: invited })}, {say('train.finished', { count: finished })}
          </span>
          <span className="share">
            <svg width="100%" height="8" aria-hidden="true">
              <rect className="whole" x="0" y="1" width="100%" height="6" />
              <rect className="part" x="0" y="1" width={`${share * 100}%`} height="6" />
            </svg>
            <span>{percent(language, share)}</span>
          </span>
        </>
      )}
      <span className="soft">{told ? say('train.told') : ''}</span>
    </li>
  );
}
