// SPDX-License-Identifier: Apache-2.0
// The event logs: what could not be read, what was given up, and who lags behind.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtEventLog } from '../../platform/index.ts';
import { type Finding, looked } from './finding.ts';

const LOGS = ['events', 'alerts', 'incidents', 'verdicts'] as const;
/** A consumer that runs is never further behind for long: half a second of the fastest ingest measured. */
const LAG = 10_000;

export interface LogsLook {
  readonly findings: readonly Finding[];
  /** When the youngest record of each log was appended. */
  readonly written: readonly { readonly what: string; readonly at: number }[];
  readonly counts: Readonly<Record<string, number>>;
}

export async function lookAtLogs(data: string, isRunning: boolean): Promise<LogsLook> {
  const written: { what: string; at: number }[] = [];
  const counts: Record<string, number> = {};
  const findings: Finding[] = [];
  for (const name of LOGS) {
    const file = join(data, `${name}.db`);
    if (!existsSync(file)) continue;
    findings.push(
      ...(await looked('log-damaged', file, async () => {
        const look = await lookAtEventLog(file);
        if (look.youngest !== undefined) written.push({ what: `the youngest of ${file}`, at: look.youngest });
        const rolled = look.rolled.reduce((sum, { records }) => sum + records, 0);
        counts[name] = look.next - look.first + rolled;
        return [...deadFindings(file, look), ...lagFindings(file, look, isRunning)];
      })),
    );
  }
  return { findings, written, counts };
}

type Look = Awaited<ReturnType<typeof lookAtEventLog>>;

function deadFindings(file: string, { dead, deadDropped, deadReasons }: Look): readonly Finding[] {
  const reasons = deadReasons.map(({ reason, count }) => `${count} × ${reason}`).join('; ');
  return [
    ...(dead === 0
      ? []
      : [
          {
            id: 'dead-letters',
            level: 'notice' as const,
            what: `${dead} records in ${file} could not be read and were kept. Of the youngest: ${reasons}`,
            mend: 'State the `format` of the source, or update; `ensuresec up --replay` reads them again',
          },
        ]),
    ...(deadDropped === 0
      ? []
      : [
          {
            id: 'dead-letters-dropped',
            level: 'problem' as const,
            what: `${deadDropped} records in ${file} that could not be read were given up: there were too many`,
            mend: 'Find out which source sends them: they are lost until then',
          },
        ]),
  ];
}

function lagFindings(file: string, { next, first, consumers }: Look, isRunning: boolean): readonly Finding[] {
  return Object.entries(consumers).flatMap(([consumer, offset]): readonly Finding[] => {
    const lag = Math.max(0, next - Math.max(offset, first));
    if (lag <= LAG) return [];
    const what = `${consumer} is ${lag} records of ${file} behind`;
    return isRunning
      ? [
          {
            id: 'lag',
            level: 'problem',
            what,
            mend: 'Watch whether it shrinks; with fewer rules or a faster machine it does',
          },
        ]
      : [{ id: 'lag', level: 'notice', what: `${what}; they are read when \`ensuresec up\` starts` }];
  });
}
