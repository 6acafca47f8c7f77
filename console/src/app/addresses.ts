// SPDX-License-Identifier: Apache-2.0
// What stands behind the `?` of an address. Whatever is not understood there is left out.

export interface LiveSearch {
  readonly state?: 'open' | 'quiet' | 'closed';
  /** The group that is unfolded: a fingerprint without its last part. */
  readonly group?: string;
}

const STATES = ['open', 'quiet', 'closed'] as const;

export function readLiveSearch(search: Record<string, unknown>): LiveSearch {
  const state = STATES.find((one) => one === search['state']);
  return { ...(state === undefined ? {} : { state }), ...texts(search, ['group']) };
}

const FILTERS = ['text', 'source', 'key', 'type', 'from', 'to'] as const;
export type EventSearch = { readonly [F in (typeof FILTERS)[number]]?: string };

export function readEventSearch(search: Record<string, unknown>): EventSearch {
  return texts(search, FILTERS);
}

export interface PathSearch {
  /** Id of an attacker. */
  readonly from?: string;
  /** Id of a target. */
  readonly to?: string;
  readonly show?: 'held';
  /** Measures that are tried although they are not there: `measure@element`, with spaces between. */
  readonly with?: string;
  /** Measures that are there and tried without. */
  readonly without?: string;
  /** The row that is open: attack, attacker and target. */
  readonly open?: string;
}

export function readPathSearch(search: Record<string, unknown>): PathSearch {
  return {
    ...texts(search, ['from', 'to', 'open']),
    ...texts(search, ['with', 'without'], LONGEST_TRIAL),
    ...(search['show'] === 'held' ? { show: 'held' } : {}),
  };
}

export interface Placed {
  readonly measure: string;
  readonly on: string;
}

/** As an address has it. */
export function trialIn(placed: readonly Placed[]): string {
  return placed.map(({ measure, on }) => `${measure}@${on}`).join(' ');
}

export function readTrial(text: string | undefined): readonly Placed[] {
  return (text ?? '').split(' ').flatMap((each) => {
    const [measure = '', on = ''] = each.split('@');
    return measure === '' || on === '' ? [] : [{ measure, on }];
  });
}

export interface CascadeSearch {
  /** Id of a scenario that is played. */
  readonly scenario?: string;
  /** Id of a proved attack that is played; a scenario goes first. */
  readonly attack?: string;
  /** With an attack: hours until somebody notices, on average. */
  readonly detect?: number;
  /** Ids of measures with spaces between; `none`: the side with measures is not shown; absent: the one that avoids most. */
  readonly with?: string;
  /** Hour at which the clock stands. */
  readonly t?: number;
  /** Id of the asset whose outage is explained. */
  readonly why?: string;
  readonly side?: 'with';
  /** Id of a job that counts it over more runs. */
  readonly job?: string;
}

export function readCascadeSearch(search: Record<string, unknown>): CascadeSearch {
  const [t, detect] = [hoursIn(search['t']), hoursIn(search['detect'])];
  return {
    ...texts(search, ['scenario', 'attack', 'why', 'job']),
    ...(t === undefined ? {} : { t }),
    ...(detect === undefined ? {} : { detect }),
    ...texts(search, ['with'], LONGEST_TRIAL),
    ...(search['side'] === 'with' ? { side: 'with' } : {}),
  };
}

function hoursIn(value: unknown): number | undefined {
  const hours = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof hours === 'number' && Number.isFinite(hours) && hours >= 0 ? hours : undefined;
}

export interface RespondSearch {
  /** Id of a playbook whose dry run is shown. */
  readonly playbook?: string;
  /** Id of a run that is shown. */
  readonly run?: string;
}

export function readRespondSearch(search: Record<string, unknown>): RespondSearch {
  return texts(search, ['playbook', 'run']);
}

export interface ResultSearch {
  /** Number of a test; without it, how all of them went. */
  readonly test?: number;
  /** How many people an attack reaches. */
  readonly people?: number;
}

export function readResultSearch(search: Record<string, unknown>): ResultSearch {
  const { test, people } = search;
  return {
    ...(Number.isSafeInteger(test) ? { test: Number(test) } : {}),
    ...(Number.isSafeInteger(people) ? { people: Number(people) } : {}),
  };
}

export interface CohortSearch {
  /** A part of a name or of a group. */
  readonly find?: string;
}

export function readCohortSearch(search: Record<string, unknown>): CohortSearch {
  return texts(search, ['find']);
}

const LONGEST = 200;
const LONGEST_TRIAL = 2000;

function texts<K extends string>(
  search: Record<string, unknown>,
  names: readonly K[],
  longest = LONGEST,
): { readonly [N in K]?: string } {
  const found = names.flatMap((name): [K, string][] => {
    const value = search[name];
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text !== '' ? [[name, text.slice(0, longest)]] : [];
  });
  return Object.fromEntries(found) as { readonly [N in K]?: string };
}
