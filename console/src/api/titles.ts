// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useWords } from '../words/index.ts';
import { type Titles, titlesOf } from '../words/titles.ts';
import { ask } from './ask.ts';
import { useMe } from './session.ts';

const titlesQuery = (language: string) =>
  queryOptions({
    queryKey: ['titles', language],
    queryFn: ({ signal }) => ask('titles', { signal, query: { language } }),
  });

/** Those of the pack in the reader's language, in English until they have come. */
export function useTitles(): Titles {
  const { say, language } = useWords();
  const enabled = useMe()?.may.includes('titles') ?? false;
  const known = useQuery({ ...titlesQuery(language), enabled }).data?.titles;
  // biome-ignore lint/correctness/useExhaustiveDependencies: words are those of the language
  return useMemo(() => titlesOf(known, say), [known, language]);
}
