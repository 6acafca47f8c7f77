// SPDX-License-Identifier: Apache-2.0
// Why something was not done, as it stands beside a button: the sentence of the server in the reader's language.
import { visible } from '../parts/visible.ts';
import type { Words } from './index.ts';
import type { Titles } from './titles.ts';
import { told } from './told.ts';

/** What a name in such a sentence may be a word of. */
const KINDS = ['role', 'phase', 'hold', 'persons'] as const;

/** @param title Of the pack, where somebody is signed in who may read it. */
export function refusalSaid(
  text: string,
  { say, named, knows }: Pick<Words, 'say' | 'named' | 'knows'>,
  title: Titles['title'] = () => undefined,
): string {
  if (text === '') return say('answer.nobody');
  const wordOf = (name: string): string => {
    const kind = KINDS.find((each) => knows(each, name));
    return kind === undefined ? name : named(kind, name);
  };
  const titled = (name: string): string =>
    title('obligations', name) ?? name.split(', ').map(wordOf).join(', ');
  return visible(told('refusal', text, titled));
}
