// SPDX-License-Identifier: Apache-2.0
// The playbooks that an incident is shared with: those that are named, else those that were run for it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Incident, Playbook, PlaybookFile, RunState } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { playbookOf } from '../respond/playbook-of.ts';
import { withRuns } from '../respond/run-folder.ts';

/** @throws Failure 2 when two playbooks have one id and are not the same, 3 for one that the linter refuses. */
export async function playbooksOf(call: Call, incident: Incident): Promise<readonly PlaybookFile[]> {
  const named = call.options.list('playbook');
  if (call.options.flag('without-playbooks')) {
    if (named.length > 0) throw new Failure(EXIT.usage, 'Use either --playbook or --without-playbooks');
    return [];
  }
  const files =
    named.length > 0 ? named.map((each) => fileOf(call, each, incident.pack)) : await ranFor(call, incident);
  const byId = new Map<string, PlaybookFile>();
  for (const file of files) {
    const known = byId.get(file.playbook.id);
    if (known !== undefined && !Buffer.from(known.bytes).equals(file.bytes))
      throw new Failure(
        EXIT.usage,
        `Two playbooks have the id ${file.playbook.id} and are not the same`,
        'Name those to share with --playbook',
      );
    byId.set(file.playbook.id, file);
  }
  return [...byId.values()];
}

/** A file of JSON goes out byte by byte as it is; one of the pack, and one in YAML, as `respond export` writes it. */
function fileOf(call: Call, named: string, pack: string): PlaybookFile {
  const playbook = playbookOf(call, named, pack);
  if (!existsSync(resolve(call.io.cwd, named))) return written(playbook);
  const bytes = readBytes(call, named);
  return isJson(bytes) ? { playbook, bytes } : written(playbook);
}

function written(playbook: Playbook): PlaybookFile {
  return { playbook, bytes: Buffer.from(forJson(playbook)) };
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

/** What was run in earnest, as it was when it was run, and what that called. */
async function ranFor(call: Call, { timeline }: Incident): Promise<readonly PlaybookFile[]> {
  const names = timeline.flatMap(({ event }) =>
    event.name === 'ran' && !event.body.simulated ? [event.body.run] : [],
  );
  if (names.length === 0) return [];
  return withRuns(call, false, async (_, runs) =>
    names.flatMap((name) => {
      const run = runs.get(name);
      if (run?.started === undefined)
        throw new Failure(
          EXIT.nothing,
          `The log of runs does not have ${name}, which the incident names`,
          '--playbook names playbooks instead, --without-playbooks leaves them out',
        );
      return playbooksIn(run).map(written);
    }),
  );
}

function playbooksIn({ started, calls, playbooks }: RunState): readonly Playbook[] {
  const digests = new Set([started?.playbook ?? '', ...[...calls.values()].map(({ playbook }) => playbook)]);
  return [...digests].flatMap((digest) => playbooks.get(digest) ?? []);
}
