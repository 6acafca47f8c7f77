// SPDX-License-Identifier: Apache-2.0
import { Refused } from '../api/ask.ts';
import { useWords } from '../words/index.ts';
import { useRefusal } from './refusal.ts';

/** Reasons that are read at once; more of them would push away what can be done about them. */
const READ = 4;

/** Why something was not done. */
export function Wrong({ error }: { readonly error: Error | null }) {
  const { say } = useWords();
  const refusal = useRefusal();
  if (error === null) return null;
  const reasons = error instanceof Refused ? error.body['reasons'] : undefined;
  const texts = (Array.isArray(reasons) ? reasons.map(String) : [error.message]).map(refusal);
  return (
    <div role="alert" className="critical wrong">
      <Reasons texts={texts.slice(0, READ)} />
      {texts.length <= READ ? null : (
        <details>
          <summary>{say('wrong.more', { count: texts.length - READ })}</summary>
          <Reasons texts={texts.slice(READ)} />
        </details>
      )}
    </div>
  );
}

function Reasons({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
