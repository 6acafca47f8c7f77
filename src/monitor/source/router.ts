// SPDX-License-Identifier: Apache-2.0
// Which rules an event meets: those that are meant for its source, compiled once a source.
import { compileEngine, type Engine } from '../sigma/match/engine.ts';
import { rowOf } from '../sigma/match/row.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { type EventSource, isMeantFor } from './source.ts';

export interface Routed {
  readonly engine: Engine;
  readonly rules: readonly SigmaRule[];
  /** How many of `rules` are left to their sources. */
  readonly left: number;
}

export type Router = (source: EventSource | undefined) => Routed;

/** Sources with an engine of their own at a time; the one that was made first gives way. */
const MAX_ENGINES = 128;

/**
 * An event of no known source meets all rules, so that none is lost; only those that ask for nothing that an event could
 * have, and would fire on each, are left to their sources.
 *
 * @param onCompiled Told of each source for which an engine was made.
 */
export function createRouter(
  rules: readonly SigmaRule[],
  onCompiled: (source: EventSource) => void = () => undefined,
): Router {
  // The quick way to what `byContent` has; emptied with it, so that it holds no engine longer.
  let bySource = new WeakMap<EventSource, Routed>();
  const byContent = new Map<string, Routed>();
  let all: Routed | undefined;
  return (source) => {
    if (source === undefined) {
      all ??= compileForAny(rules);
      return all;
    }
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const key = JSON.stringify([source.product, source.services, source.categories]);
    let routed = byContent.get(key);
    if (routed === undefined) {
      routed = compileFor(rules, source);
      if (byContent.size >= MAX_ENGINES) {
        byContent.delete(byContent.keys().next().value as string);
        bySource = new WeakMap();
      }
      byContent.set(key, routed);
      onCompiled(source);
    }
    bySource.set(source, routed);
    return routed;
  };
}

function compileForAny(rules: readonly SigmaRule[]): Routed {
  const engine = compileEngine(rules);
  const onNothing = new Set(engine.match(rowOf({})));
  const match: Engine['match'] = (row) => engine.match(row).filter((rule) => !onNothing.has(rule));
  return { engine: { match }, rules, left: onNothing.size };
}

function compileFor(rules: readonly SigmaRule[], source: EventSource): Routed {
  const meant = rules.filter((rule) => isMeantFor(rule.logsource, source));
  return { engine: compileEngine(meant), rules: meant, left: 0 };
}
