// SPDX-License-Identifier: Apache-2.0
// What people said of incidents, one line each, in the folder of the data.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../core/problem.ts';
import type { IncidentVerdict } from '../../monitor/index.ts';
import { isThere } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { writeFileSafely } from '../write-file.ts';

const Line = z.strictObject({
  schema: z.literal('ensuresec/verdict/1'),
  incident: z.string().min(1),
  verdict: z.enum(['real', 'false']),
  reason: z.string(),
  at: z.iso.datetime(),
  rules: z.record(z.string(), z.int().min(1)),
});

function fileOf(call: Call): string {
  return join(call.options.text('data') ?? '', 'verdicts.ndjson');
}

/** Oldest first. @throws Failure 3 with every line that is none, 6. */
export function readVerdicts(call: Call): readonly IncidentVerdict[] {
  const file = fileOf(call);
  const problems: Problem[] = [];
  const verdicts = linesIn(call).flatMap((text, index): IncidentVerdict[] => {
    const line = parse(text);
    if (line === undefined) {
      const message = 'This is no verdict: expected a line that `ensuresec verdict` wrote; delete it';
      problems.push({
        code: 'VERDICT_BAD_LINE',
        severity: 'error',
        message,
        at: { file, line: index + 1, column: 1 },
      });
      return [];
    }
    const { incident, verdict, reason, rules } = line;
    return [{ incident, isFalse: verdict === 'false', reason, rules: new Map(Object.entries(rules)) }];
  });
  if (problems.length > 0)
    throw new Failure(EXIT.invalid, `Cannot use the verdicts ${file}`, undefined, problems);
  return verdicts;
}

/** Whole or not at all, on disk when it returns. */
export function appendVerdict(call: Call, { incident, isFalse, reason, rules }: IncidentVerdict): void {
  const line: z.infer<typeof Line> = {
    schema: 'ensuresec/verdict/1',
    incident,
    verdict: isFalse ? 'false' : 'real',
    reason,
    at: new Date(call.io.clock()).toISOString(),
    rules: Object.fromEntries(rules),
  };
  mkdirSync(resolve(call.io.cwd, call.options.text('data') ?? ''), { recursive: true, mode: 0o700 });
  writeFileSafely(
    call.io,
    fileOf(call),
    [...linesIn(call), JSON.stringify(line)].map((each) => `${each}\n`).join(''),
    true,
  );
}

function linesIn(call: Call): readonly string[] {
  const file = fileOf(call);
  if (!isThere(resolve(call.io.cwd, file))) return [];
  const lines = new TextDecoder().decode(readBytes(call, file)).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function parse(text: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
