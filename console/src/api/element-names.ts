// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQuery } from '@tanstack/react-query';
import { visible } from '../parts/visible.ts';
import { ask } from './ask.ts';
import { useMe } from './session.ts';

const elementNamesQuery = queryOptions({
  queryKey: ['elements'],
  queryFn: ({ signal }) => ask('elementNames', { signal }),
});

/** What the model calls an element; `otherwise`, or its id, when it has no name or the names have not come yet. */
export type NameOf = (id: string, otherwise?: string) => string;

export function useElementNames(): NameOf {
  const enabled = useMe()?.may.includes('elementNames') ?? false;
  const { names = {} } = useQuery({ ...elementNamesQuery, enabled }).data ?? {};
  return (id, otherwise = id) => visible(Object.hasOwn(names, id) ? (names[id] ?? otherwise) : otherwise);
}
