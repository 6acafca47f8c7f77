// SPDX-License-Identifier: Apache-2.0
// A source that is silent for longer than it should be is an alert: nothing stops without a word.

export interface Watched {
  readonly source: string;
  /** Milliseconds; a longer silence is reported. */
  readonly cadence: number;
}

export interface Silent {
  readonly source: string;
  /** When it last sent something, or when the watch began. */
  readonly since: number;
  readonly cadence: number;
}

export interface SilenceWatch {
  seen(source: string, at: number): void;
  /** Sources that have fallen silent since the last look, each once. */
  look(now: number): readonly Silent[];
  /** Milliseconds since each source sent something. */
  ages(now: number): ReadonlyMap<string, number>;
}

export function createSilenceWatch(watched: readonly Watched[], now: number): SilenceWatch {
  const last = new Map(watched.map(({ source }) => [source, now]));
  const told = new Set<string>();
  return {
    seen: (source, at) => {
      if (!last.has(source)) return;
      last.set(source, at);
      told.delete(source);
    },
    look: (at) =>
      watched.flatMap(({ source, cadence }) => {
        const since = last.get(source) ?? at;
        if (at - since <= cadence || told.has(source)) return [];
        told.add(source);
        return [{ source, since, cadence }];
      }),
    ages: (at) => new Map([...last].map(([source, since]) => [source, at - since])),
  };
}
