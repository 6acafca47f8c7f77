// SPDX-License-Identifier: Apache-2.0
// What a server that runs says of itself: whether it is well, and which sources are silent.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { askThisMachine } from '../../platform/index.ts';
import { OPERATOR_FILE } from '../access/open.ts';
import { cadenceMs, type Source } from '../config/sources.ts';
import { announcedServer, type Running } from '../running.ts';
import { type Finding, looked, span } from './finding.ts';

const SILENT = /^ensuresec_source_silent_seconds\{source="([a-z0-9-]+)"\} ([\d.]+)$/gm;

export interface ServerLook {
  readonly isRunning: boolean;
  readonly findings: readonly Finding[];
}

export async function lookAtServer(
  data: string,
  sources: readonly Source[],
  now: number,
): Promise<ServerLook> {
  const running = announcedServer(data);
  if (running === undefined)
    return {
      isRunning: false,
      findings: [
        {
          id: 'not-running',
          level: 'notice',
          what: `No server runs on ${data}: nothing is taken in`,
          mend: `ensuresec up --data ${shellWord(data)}`,
        },
      ],
    };
  const address = onThisMachine(running.url);
  try {
    const health = await askThisMachine(`${address}/healthz`);
    const silent = await looked('metrics', 'the counters of the server', () =>
      silentFindings(data, address, sources),
    );
    return { isRunning: true, findings: [healthFinding(running, health, now), ...silent] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      isRunning: false,
      findings: [
        {
          id: 'no-answer',
          level: 'problem',
          what: `The server that began ${span(now - Date.parse(running.since))} ago at ${running.url} (process ${running.pid}) does not answer: ${why}`,
          mend: `Start it again: ensuresec up --data ${shellWord(data)}; nothing that it acknowledged is lost`,
        },
      ],
    };
  }
}

function healthFinding(
  running: Running,
  { status, text }: { status: number; text: string },
  now: number,
): Finding {
  const what = `The server at ${running.url} has run for ${span(now - Date.parse(running.since))}`;
  if (status === 200) return { id: 'server', level: 'fine', what };
  return {
    id: 'ill',
    level: 'problem',
    what: `${what}, and says that it is not well (${status}): ${text.trim().slice(0, 500)}`,
    mend: 'Read what it wrote when it began to fail; disk and permissions are looked at here',
  };
}

async function silentFindings(
  data: string,
  address: string,
  sources: readonly Source[],
): Promise<readonly Finding[]> {
  const file = join(data, OPERATOR_FILE);
  // The token is for who reads the folder; over TLS nobody has proved that it is this server that answers.
  if (!address.startsWith('http:') || !existsSync(file)) return [];
  const [, authorization = ''] = /^Authorization: (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  const { status, text } = await askThisMachine(`${address}/metrics`, { authorization });
  if (status !== 200) return [];
  return [...text.matchAll(SILENT)].flatMap(([, name = '', seconds = '']): readonly Finding[] => {
    const cadence = sources.find((source) => source.name === name)?.cadence;
    const silence = Number(seconds) * 1000;
    if (cadence === undefined) return [];
    if (silence <= cadenceMs(cadence))
      return [
        { id: 'source', level: 'fine', what: `The source ${name} sent something ${span(silence)} ago` },
      ];
    return [
      {
        id: 'silent',
        level: 'problem',
        what: `The source ${name} is silent for ${span(silence)}; it should send something every ${cadence}`,
        mend: 'Look whether what sends it runs, its address and token are right, and nothing between drops it',
      },
    ];
  });
}

/** What stands for all addresses of this machine is asked on the loopback; any other only where it listens. */
function onThisMachine(text: string): string {
  const url = new URL(text);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  return url.origin;
}
