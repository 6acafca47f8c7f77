// SPDX-License-Identifier: Apache-2.0
// Cases, runs and the log of evidence of one data folder.
import { join } from 'node:path';
import type { Pack } from '../../model/index.ts';
import { type Cases, openCases } from './cases.ts';
import { openRuns, type Runs } from './runs.ts';

export interface DeskOptions {
  /** Folder of the data. */
  readonly data: string;
  readonly pack: Pack;
  /** Milliseconds since 1970. */
  readonly time: () => number;
  readonly onCase: (id: string) => void;
  readonly onRun: (run: string) => void;
  readonly onTrouble: (why: string) => void;
}

export interface Desk {
  readonly data: string;
  readonly cases: Cases;
  readonly runs: Runs;
  close(): Promise<void>;
}

const EVIDENCE = 'evidence';

export function openDesk({ data, pack, time, onCase, onRun, onTrouble }: DeskOptions): Desk {
  const cases = openCases({ folder: join(data, EVIDENCE), pack, time, onChange: onCase });
  const runs = openRuns({ data, pack, time, onChange: onRun, onTrouble });
  return {
    data,
    cases,
    runs,
    close: async () => {
      await runs.close();
      await cases.close();
    },
  };
}
