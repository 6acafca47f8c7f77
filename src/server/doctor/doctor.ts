// SPDX-License-Identifier: Apache-2.0
// All that is looked at of a data folder. Nothing is changed, and a server that runs on it goes on.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { lookAtItems, openSqliteFiles } from '../../platform/index.ts';
import { contentsOf } from '../backup/contents.ts';
import { lookAtArchive } from './archive.ts';
import { lookAtBackups } from './backups.ts';
import { lookAtEvidenceLogs } from './evidence.ts';
import { type Finding, looked } from './finding.ts';
import { lookAtLogs } from './logs.ts';
import { accessFindings, clockFindings, diskFindings } from './machine.ts';
import { lookAtServer } from './server.ts';
import { lookAtSources } from './sources.ts';

export interface Examination {
  /** Problems first, then notices. */
  readonly findings: readonly Finding[];
  readonly isRunning: boolean;
  /** Sources by kind, records by log: what the support bundle says of the size of things. */
  readonly sources: readonly { readonly kind: string; readonly cadence?: string }[];
  readonly records: Readonly<Record<string, number>>;
}

export interface ExaminationOptions {
  readonly data: string;
  readonly now: () => number;
  /** Read every database through. */
  readonly deep: boolean;
  readonly onStep: (what: string) => void;
}

/** @throws Error when the folder is none. */
export async function examine({ data, now, deep, onStep }: ExaminationOptions): Promise<Examination> {
  if (!statSync(data, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${data}`);
  onStep('Looking at the folder');
  const sources = lookAtSources(data, now());
  const server = await lookAtServer(data, sources.sources, now());
  onStep('Looking at the logs');
  const logs = await lookAtLogs(data, server.isRunning);
  const archive = await lookAtArchive(data, deep);
  const evidence = await lookAtEvidenceLogs(data, now());
  const backups = lookAtBackups(data, now());
  const findings = [
    ...server.findings,
    ...(await looked('disk', 'the disk', async () => diskFindings(data))),
    ...(await looked('access', 'who may read what', async () => accessFindings(data))),
    ...clockFindings([...logs.written, ...evidence.written, ...backups.written], now()),
    ...sources.findings,
    ...logs.findings,
    ...archive,
    ...evidence.findings,
    ...backups.findings,
    ...(await looked('people', 'the people', () => peopleFindings(data, server.isRunning))),
    ...(deep ? await looked('databases', 'the databases', () => deepFindings(data, onStep)) : []),
  ];
  return {
    findings: findings.toSorted((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level)),
    isRunning: server.isRunning,
    sources: sources.sources.map(({ kind, cadence }) => ({
      kind,
      ...(cadence === undefined ? {} : { cadence }),
    })),
    records: logs.counts,
  };
}

const LEVELS: readonly Finding['level'][] = ['problem', 'notice', 'fine'];

async function peopleFindings(data: string, isRunning: boolean): Promise<readonly Finding[]> {
  const file = join(data, 'access.db');
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return [];
  const people = (await lookAtItems(file, 'person')).map(
    (text) => JSON.parse(text) as Record<string, unknown>,
  );
  const owners = people.filter(
    ({ role, disabled, password, oidc }) =>
      role === 'owner' && disabled !== true && (password !== undefined || oidc !== undefined),
  );
  return owners.length > 0
    ? [
        {
          id: 'owner',
          level: 'fine',
          what: `${owners.length} of ${people.length} people who may sign in are owners`,
        },
      ]
    : [
        {
          id: 'no-owner',
          level: 'notice',
          what: 'Nobody has set up an owner yet: the console cannot be used',
          mend: isRunning
            ? 'Start the server again: among the first it tells is a link that makes one, good for 15 minutes'
            : `ensuresec up --data ${shellWord(data)} tells a link that makes one, good for 15 minutes`,
        },
      ];
}

async function deepFindings(data: string, onStep: (what: string) => void): Promise<readonly Finding[]> {
  const files = await openSqliteFiles();
  const databases = contentsOf(data, true).filter(({ kind }) => kind === 'database');
  const found = databases.flatMap(({ path }): readonly Finding[] => {
    onStep(`Reading ${path} through`);
    const faults = files.faults(join(data, path));
    return faults.length === 0
      ? []
      : [
          {
            id: 'database-damaged',
            level: 'problem',
            what: `${path} is damaged: ${faults.join('; ')}`,
            mend: 'Stop the server and restore a backup; an event log saves what can be read when it is opened',
          },
        ];
  });
  return found.length > 0
    ? found
    : [
        {
          id: 'databases',
          level: 'fine',
          what: `${databases.length} databases were read through and are sound`,
        },
      ];
}
