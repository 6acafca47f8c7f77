// SPDX-License-Identifier: Apache-2.0
import { useTitles } from '../api/titles.ts';
import { useWords } from '../words/index.ts';
import { refusalSaid } from '../words/refusal.ts';

/** Says why something was not done in the reader's language. */
export function useRefusal(): (text: string) => string {
  const words = useWords();
  const { title } = useTitles();
  return (text) => refusalSaid(text, words, title);
}
