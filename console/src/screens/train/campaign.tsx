// SPDX-License-Identifier: Apache-2.0
// One campaign: where it stands, and its parts, each with an address. Whoever may read results alone sees no person.
import './train.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import type { Answer, RouteName } from '../../../../src/server/api/contract/index.ts';
import { useMe } from '../../api/session.ts';
import { campaignsQuery } from '../../api/train-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { visible } from '../../parts/visible.ts';
import { languageName } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { StateMark } from './state-mark.tsx';

const route = getRouteApi('/train/campaigns/$id');

const TABS = [
  ['/train/campaigns/$id', 'train.tab.tests', 'campaigns'],
  ['/train/campaigns/$id/results', 'train.tab.results', 'campaignResults'],
  ['/train/campaigns/$id/people', 'train.tab.people', 'campaign'],
] as const satisfies readonly (readonly [string, string, RouteName])[];

export type CampaignView = Answer<'campaigns'>['campaigns'][number];

/** The campaign that the address names; it is there below `Campaign`. */
export function useCampaign(): { readonly campaign: CampaignView | undefined; readonly mail: boolean } {
  const { id } = route.useParams();
  const { data } = useQuery(campaignsQuery);
  return { campaign: data?.campaigns.find((each) => each.id === id), mail: data?.mail ?? false };
}

export function Campaign() {
  const { say } = useWords();
  const query = useQuery(campaignsQuery);
  const { campaign } = useCampaign();
  const may = useMe()?.may ?? [];
  return (
    <div className="stack train">
      <Link to="/train">{say('train.back')}</Link>
      <Answered query={query}>
        {() =>
          campaign === undefined ? (
            <>
              <h1 className="title">{say('screen.train')}</h1>
              <Empty text={say('train.none')} />
            </>
          ) : (
            <>
              <Head campaign={campaign} />
              <nav className="row tabs" aria-label={say('train.tab.name')}>
                {TABS.filter(([, , needs]) => may.includes(needs)).map(([to, word]) => (
                  <Link
                    key={to}
                    to={to}
                    params={{ id: campaign.id }}
                    className="filter"
                    activeOptions={{ exact: true, includeSearch: false }}
                  >
                    {say(word)}
                  </Link>
                ))}
              </nav>
              <Outlet />
            </>
          )
        }
      </Answered>
    </div>
  );
}

function Head({ campaign }: { readonly campaign: CampaignView }) {
  const { say, language } = useWords();
  const { id, title, state, people, items, trial } = campaign;
  return (
    <header className="stack">
      <h1 className="title">{visible(title)}</h1>
      <p className="row">
        <StateMark state={state} />
        <span className="mono soft">{visible(id)}</span>
        <span>{say('train.people', { count: people })}</span>
        <span className="soft">{say('train.items', { count: items })}</span>
        <span className="soft">{languageName(language, campaign.language)}</span>
        <span className="soft">{say(trial ? 'train.trial.long' : 'train.trial.none')}</span>
      </p>
    </header>
  );
}
