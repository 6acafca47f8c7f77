// SPDX-License-Identifier: Apache-2.0
import { Refused } from '../api/ask.ts';
import { useWords } from '../words/index.ts';
import { visible } from './visible.ts';

/** Why something was not done. */
export function Wrong({ error }: { readonly error: Error | null }) {
  const { say } = useWords();
  if (error === null) return null;
  const reasons = error instanceof Refused ? error.body['reasons'] : undefined;
  const texts = Array.isArray(reasons) ? reasons.map(String) : [error.message || say('answer.nobody')];
  return (
    <div role="alert" className="critical wrong">
      <ul>
        {texts.map((text) => (
          <li key={text}>{visible(text)}</li>
        ))}
      </ul>
    </div>
  );
}
