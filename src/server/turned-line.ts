// SPDX-License-Identifier: Apache-2.0
import type { Turned } from './analysis/follow-steps.ts';

/** Verdicts that turned, in a line of the log. */
export function turnedLine({ changes, titles }: Turned): string {
  const [first] = changes;
  const what = `${changes.length} ${changes.length === 1 ? 'verdict' : 'verdicts'} turned`;
  const example = `${titles[0]}: ${first?.target} was ${first?.before} and is ${first?.after}`;
  const [step] = first?.taken ?? [];
  const why =
    step === undefined
      ? 'no open incident shows the step any more'
      : `\`${step.seenBy}\` shows that ${step.fact} holds`;
  return `${what}, ${example}; ${why}`;
}
