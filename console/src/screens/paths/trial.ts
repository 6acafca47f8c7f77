// SPDX-License-Identifier: Apache-2.0
// Measures that are tried: which, put into the address and taken out of it, and what they would turn.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { trialQuery } from '../../api/queries.ts';
import { type Placed, readTrial, trialIn } from '../../app/addresses.ts';

const route = getRouteApi('/paths');
type Tried = Answer<'tryMeasures'>;

export interface Trying {
  readonly with: readonly Placed[];
  readonly without: readonly Placed[];
  /** Puts one in or takes it out. */
  readonly toggle: (side: 'with' | 'without', placed: Placed) => void;
  readonly end: () => void;
  /** What turns; nothing while nothing is tried. */
  readonly changes: Tried['changes'];
  readonly query: ReturnType<typeof useQuery<Tried>>;
}

export function useTrial(): Trying {
  const search = route.useSearch();
  const navigate = useNavigate();
  const sides = { with: readTrial(search.with), without: readTrial(search.without) };
  const query = useQuery(trialQuery({ add: [...sides.with], remove: [...sides.without] }));
  const isTrying = sides.with.length + sides.without.length > 0;
  return {
    ...sides,
    query,
    changes: isTrying ? (query.data?.changes ?? []) : [],
    toggle: (side, placed) => {
      const rest = sides[side].filter((each) => !isSame(each, placed));
      const next = rest.length === sides[side].length ? [...rest, placed] : rest;
      void navigate({
        to: '/paths',
        search: ({ [side]: _, ...old }) => (next.length === 0 ? old : { ...old, [side]: trialIn(next) }),
      });
    },
    end: () => void navigate({ to: '/paths', search: ({ with: _, without: __, ...old }) => old }),
  };
}

export function isSame(one: Placed, other: Placed): boolean {
  return one.measure === other.measure && one.on === other.on;
}

/** The measure that holds the line, of a fact such as `not measure(till, guard)` that is missing for the attack. */
export function heldBy(missing: string): Placed | undefined {
  const [, on, measure] = /^not measure\(([^,'()\s]+), ([^,'()\s]+)\)$/.exec(missing) ?? [];
  return on === undefined || measure === undefined ? undefined : { measure, on };
}
