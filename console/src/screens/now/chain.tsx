// SPDX-License-Identifier: Apache-2.0
// The chain drawn as the list that it is: each link with its state in words, so the picture is its own text form.
import { useQuery } from '@tanstack/react-query';
import { Link as Go } from '@tanstack/react-router';
import { incidentsQuery } from '../../api/queries.ts';
import type { Link } from '../../api/report.ts';
import { OutcomeMark, Severity } from '../../parts/severity.tsx';
import { useWords } from '../../words/index.ts';
import { type OpenAt, openAt } from './open-at.ts';

type Open = ReadonlyMap<string, OpenAt>;

/** With the incidents that are open at each link, as they come and go. */
export function LiveChain({ links }: { readonly links: readonly Link[] }) {
  const incidents = useQuery(incidentsQuery(undefined));
  return <Chain links={links} open={openAt(incidents.data?.incidents ?? [])} />;
}

export function Chain({ links, open }: { readonly links: readonly Link[]; readonly open: Open }) {
  const { say } = useWords();
  const [own, beneath] = [links.filter((one) => !one.beneath), links.filter((one) => one.beneath)];
  return (
    <>
      <ol className="chain">
        {own.map((link) => (
          <Stage key={link.stage} link={link} open={open.get(link.stage)} />
        ))}
      </ol>
      {beneath.length === 0 ? null : (
        <div className="beneath">
          <p className="soft small">{say('chain.beneath')}</p>
          <ul>
            {beneath.map((link) => (
              <Stage key={link.stage} link={link} open={open.get(link.stage)} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Stage({ link, open }: { readonly link: Link; readonly open: OpenAt | undefined }) {
  const { say, named } = useWords();
  const { stage, outcome, insecure, unknown, attacks } = link;
  return (
    <li className={`link ${outcome.toLowerCase()}`}>
      <span className="node" aria-hidden="true" />
      <span className="stage">{named('stage', stage)}</span>
      <OutcomeMark outcome={outcome}>
        {outcome === 'INSECURE'
          ? say('chain.insecure', { count: insecure, all: attacks })
          : outcome === 'UNKNOWN'
            ? say('chain.unknown', { count: unknown, all: attacks })
            : say('chain.secure', { count: attacks })}
      </OutcomeMark>
      {open === undefined ? null : (
        <Go key={open.count} to="/live" search={{ state: 'open' }} className="open-here changed">
          <Severity level={open.level}>{say('chain.open', { count: open.count })}</Severity>
        </Go>
      )}
    </li>
  );
}
