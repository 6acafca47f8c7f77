// SPDX-License-Identifier: Apache-2.0
// The chain drawn as the list that it is: each link with its state in words, so the picture is its own text form.
import { OutcomeMark } from '../../parts/severity.tsx';
import { useWords } from '../../words/index.ts';
import type { Link } from './sentence.ts';

export function Chain({ links }: { readonly links: readonly Link[] }) {
  const { say } = useWords();
  const [own, beneath] = [links.filter((one) => !one.beneath), links.filter((one) => one.beneath)];
  return (
    <>
      <ol className="chain">
        {own.map((link) => (
          <Stage key={link.stage} link={link} />
        ))}
      </ol>
      {beneath.length === 0 ? null : (
        <div className="beneath">
          <p className="soft small">{say('chain.beneath')}</p>
          <ul>
            {beneath.map((link) => (
              <Stage key={link.stage} link={link} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Stage({ link }: { readonly link: Link }) {
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
    </li>
  );
}
