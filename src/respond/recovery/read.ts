// SPDX-License-Identifier: Apache-2.0
// What is down and how long each repair takes, joined with the model: what needs what, and what an hour costs.
import { z } from 'zod';
import { hasErrors, type Parsed, type Problem } from '../../core/problem.ts';
import { type LoadedModel, nearest, readDocuments, shapeProblems } from '../../model/index.ts';
import type { Job } from './schedule.ts';

const RecoveryFile = z.strictObject({
  recovery: z.literal(1).describe('Version of the format'),
  crews: z.int().min(1).max(100).default(1).describe('Crews that repair at the same time'),
  down: z
    .array(
      z.strictObject({
        asset: z.string().min(1).max(200),
        hours: z.number().gt(0).max(100_000).describe('Hours of one crew'),
        perHour: z
          .number()
          .min(0)
          .optional()
          .describe('Loss in EUR an hour; `valuePerHour` of the asset when absent'),
        backup: z
          .string()
          .min(1)
          .max(500)
          .optional()
          .describe('Where it is recorded that the backup was verified'),
        probe: z.string().min(1).max(500).optional().describe('How to see that it works again'),
      }),
    )
    .min(1)
    .max(2_000),
});

/** What a restart hangs on. */
export interface Restart {
  readonly asset: string;
  readonly backup?: string;
  readonly probe?: string;
}

export interface Recovery {
  readonly jobs: readonly Job[];
  readonly crews: number;
  readonly restarts: readonly Restart[];
}

/** Reads a recovery file; assets that the model does not have, or that stand twice, are problems. */
export function readRecovery(bytes: Uint8Array, file: string, { model }: LoadedModel): Parsed<Recovery> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  const empty = {
    code: 'RECOVERY_EMPTY',
    severity: 'error',
    message: 'The file is empty: expected `recovery: 1`',
    at: { file, line: 1, column: 1 },
  } as const;
  if (document === undefined) return { problems: read.problems.length > 0 ? read.problems : [empty] };
  const result = RecoveryFile.safeParse(document.value);
  if (!result.success)
    return {
      problems: [...read.problems, ...shapeProblems(result.error.issues, RecoveryFile, document, 'RECOVERY')],
    };
  const { down, crews } = result.data;
  const assets = new Map((model.assets ?? []).map((asset) => [asset.id, asset]));
  // Of an asset that stands twice the first place counts, so that the second is told.
  const index = new Map(down.map(({ asset }, at) => [asset, at] as const).reverse());
  const problems = down.flatMap(({ asset }, at): Problem[] => {
    if (assets.has(asset) && index.get(asset) === at) return [];
    const near = assets.has(asset) ? undefined : nearest(asset, [...assets.keys()]);
    const what = assets.has(asset)
      ? `The asset \`${asset}\` stands twice: expected it once`
      : `Cannot find the asset \`${asset.slice(0, 100)}\`: expected one of the model`;
    return [
      {
        code: 'RECOVERY_ASSET',
        severity: 'error',
        message: what,
        at: document.locate(['down', at, 'asset']),
        ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
      },
    ];
  });
  const all = [...read.problems, ...problems];
  if (hasErrors(all)) return { problems: all };
  const needed = needsOf(model, index);
  const jobs = down.map(({ asset, hours, perHour }, at) => ({
    id: asset,
    hours,
    weight: perHour ?? assets.get(asset)?.valuePerHour ?? 0,
    needs: reachable(asset, needed)
      .flatMap((other) => index.get(other) ?? [])
      .filter((other) => other !== at),
  }));
  const restarts = down.map(({ asset, backup, probe }) => ({
    asset,
    ...(backup === undefined ? {} : { backup }),
    ...(probe === undefined ? {} : { probe }),
  }));
  return { value: { jobs, crews, restarts }, problems: all };
}

/**
 * What each asset needs: its host, and its dependencies but those for repair only. Of a group where some suffice nothing is
 * waited for while enough of it is up; else all of it that is down, which is on the safe side.
 */
function needsOf(
  model: LoadedModel['model'],
  down: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, string[]>();
  const add = (of: string, need: readonly string[]) => needs.set(of, [...(needs.get(of) ?? []), ...need]);
  for (const { id, runsOn } of model.assets ?? []) if (runsOn !== undefined) add(id, [runsOn]);
  for (const { of, needs: stated, atLeast, mode } of model.dependencies ?? []) {
    const group = stated.map((each) => (typeof each === 'string' ? each : each.id));
    // With shares, `atLeast` counts capacity and not suppliers: then all are waited for.
    const isCounted =
      atLeast !== undefined && stated.every((each) => typeof each === 'string' || each.share === undefined);
    const isUp = group.filter((each) => !down.has(each)).length;
    if (mode !== 'repair' && (!isCounted || isUp < atLeast)) add(of, group);
  }
  return needs;
}

function reachable(from: string, needs: ReadonlyMap<string, readonly string[]>): readonly string[] {
  // A set keeps its order and grows while it is walked.
  const seen = new Set(needs.get(from) ?? []);
  for (const asset of seen) for (const next of needs.get(asset) ?? []) seen.add(next);
  return [...seen];
}
