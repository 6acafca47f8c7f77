// SPDX-License-Identifier: Apache-2.0
// `vulnerabilities score`: what CVSS vectors amount to.
import type { z } from 'zod';
import { type CvssScore, cvssScore } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { CVSS_SCORES_SCHEMA, type CvssScoresShape } from './answer-schema.ts';

interface Scored {
  readonly vector: string;
  readonly score?: CvssScore;
  readonly refusal?: string;
}

/** Every vector is answered; one that cannot be read makes the exit code 3. @throws Failure 2 without any vector. */
export function scoreVectors(call: Call, vectors: readonly string[]): ExitCode {
  const all = [...vectors, ...call.options.list('from').flatMap((file) => vectorsOf(call, file))];
  if (all.length === 0)
    throw new Failure(
      EXIT.usage,
      'Nothing to score: expected a CVSS vector, or a file of them with --from',
      'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    );
  const scored = all.map((vector): Scored => ({ vector, ...cvssScore(vector) }));
  call.progress.end();
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: CVSS_SCORES_SCHEMA, vectors: scored } satisfies z.infer<typeof CvssScoresShape>)
      : scored.map((each) => lineOf(call, each)).join(''),
  );
  return scored.some(({ refusal }) => refusal !== undefined) ? EXIT.invalid : EXIT.secure;
}

/** The first word of each line; what follows, empty lines and lines with # are of no account. */
function vectorsOf(call: Call, file: string): readonly string[] {
  return new TextDecoder()
    .decode(readBytes(call, file))
    .split(/\r?\n/)
    .map((line) => line.trim().split(/[\s,;]/)[0] ?? '')
    .filter((word) => word !== '' && !word.startsWith('#'));
}

function lineOf({ style }: Call, { vector, score, refusal }: Scored): string {
  const shown = style.safe(vector.slice(0, 500));
  return score === undefined
    ? `refused   ${shown}: ${style.safe(refusal ?? '')}\n`
    : `${score.score.toFixed(1).padStart(4)} ${score.severity.padEnd(8)}  ${shown}\n`;
}
