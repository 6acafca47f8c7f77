// SPDX-License-Identifier: Apache-2.0
// The verdict over the model, kept current: analysed at the start and whenever the file changes.
import type { Analyst, Reported } from './analyst.ts';
import type { ModelFile } from './model-file.ts';

export type VerdictState =
  | { readonly state: 'absent' }
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly why: string }
  | ({
      readonly state: 'ready';
      readonly at: string;
      readonly stale: boolean;
      /** SHA-256 of the file that it is of. */
      readonly sha256: string;
    } & Reported);

export type SettledVerdict = Extract<VerdictState, { readonly state: 'ready' | 'failed' }>;

export interface VerdictKeeper {
  state(): VerdictState;
  /** Analyses now if the file has changed. */
  look(): void;
  stop(): Promise<void>;
}

export interface KeeperOptions {
  readonly file: ModelFile | undefined;
  readonly analyst: Pick<Analyst, 'report'>;
  readonly now: () => number;
  readonly onChange: (state: VerdictState) => void;
}

const LOOK_MS = 2000;

export function keepVerdict({ file, analyst, now, onChange }: KeeperOptions): VerdictKeeper {
  let state: VerdictState = { state: file === undefined ? 'absent' : 'running' };
  let seen: string | undefined;
  let working: Promise<void> | undefined;
  let stopped = false;
  const set = (next: VerdictState): void => {
    if (stopped) return;
    state = next;
    onChange(next);
  };
  const analyse = async (from: ModelFile): Promise<void> => {
    if (state.state === 'ready') set({ ...state, stale: true });
    else set({ state: 'running' });
    try {
      const { bytes, sha256 } = from.read();
      const at = now();
      const reported = await analyst.report({ name: from.name, bytes }, isoDay(at));
      set({ state: 'ready', at: new Date(at).toISOString(), stale: false, sha256, ...reported });
    } catch (error) {
      set({ state: 'failed', why: error instanceof Error ? error.message : String(error) });
    }
  };
  const look = (): void => {
    if (file === undefined || working !== undefined || stopped) return;
    const stamp = `${file.stamp()} ${isoDay(now())}`;
    if (stamp === seen) return;
    seen = stamp;
    working = analyse(file).finally(() => {
      working = undefined;
      look();
    });
  };
  look();
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    state: () => state,
    look,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await working;
    },
  };
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
