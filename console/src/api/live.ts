// SPDX-License-Identifier: Apache-2.0
// The live stream of the server (HTML §9.2): puts what it tells into the answers that screens have.
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveEvent } from '../../../src/server/api/contract/index.ts';
import { heardOfJob } from './job-queries.ts';
import { client, statusQuery } from './queries.ts';

const AGAIN_MS = 3000;
/** A burst of changes is one question. */
const GATHER_MS = 1000;

/** Answers that hang on what is recorded about a case. */
const OF_CASE = [
  'cases',
  'case',
  'clocks',
  'duties',
  'place',
  'recovery',
  'notices',
  'evidence',
  'playbooks',
  'plan',
];

let connected = true;
const watching = new Set<() => void>();

/** Whether the server tells what changes; false while the connection is tried again. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    () => connected,
  );
}

function setConnected(now: boolean): void {
  if (connected === now) return;
  connected = now;
  for (const changed of watching) changed();
}

/**
 * Listens as long as the component lives.
 * @param may Whether whoever is signed in may: it tells of incidents. Who may not is not told that the connection is bad.
 */
export function useLive(may: boolean): void {
  useEffect(() => {
    if (!may) return;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasOpen = false;
    const stale = gather();
    const listen = (): void => {
      source = new EventSource('/v1/live');
      source.onopen = () => {
        // What was told while nobody listened is asked for.
        if (wasOpen) void client.invalidateQueries();
        wasOpen = true;
        setConnected(true);
      };
      source.onerror = () => {
        setConnected(false);
        if (source?.readyState !== EventSource.CLOSED) return;
        // Refused, and not only cut off: perhaps nobody is signed in any more.
        void client.invalidateQueries({ queryKey: ['me'] });
        timer = setTimeout(listen, AGAIN_MS);
      };
      on(source, 'status', (data) => client.setQueryData(statusQuery.queryKey, data));
      on(source, 'verdict', () =>
        stale(['verdict', 'summary', 'trial', 'model', 'elements', 'scenarios', 'simulate']),
      );
      on(source, 'turned', () => stale(['verdict', 'summary']));
      on(source, 'case', () => stale(OF_CASE));
      on(source, 'run', () => stale(['runs', 'run']));
      on(source, 'job', heardOfJob);
      on(source, 'incident', () => stale(['incidents', 'incident', 'histogram']));
    };
    listen();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [may]);
}

type Data = { readonly [Event in LiveEvent as Event['name']]: Event['data'] };

function on<N extends keyof Data>(source: EventSource, name: N, then: (data: Data[N]) => void): void {
  source.addEventListener(name, (event) => then(JSON.parse(event.data as string) as Data[N]));
}

function gather(): (keys: readonly string[]) => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (keys) => {
    for (const key of keys) waiting.add(key);
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
      waiting.clear();
    }, GATHER_MS);
  };
}
