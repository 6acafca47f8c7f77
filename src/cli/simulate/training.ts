// SPDX-License-Identifier: Apache-2.0
// `--detect-from`: the clock of detection as a campaign measured it, and what the training behind it is worth.
import { detectionWorth, type Measured, type PreparedAttack, type Training } from '../../cascade/index.ts';
import type { Answer } from '../../server/index.ts';
import { asking } from '../campaign/asking.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Subject } from '../input.ts';

type Clock = Answer<'campaignClock'>;

/** Undefined without --detect-from. @throws Failure 2, 4. */
export async function measuredClock(call: Call, { pack }: Subject, seed: number): Promise<Clock | undefined> {
  const { options } = call;
  const campaign = options.text('detect-from');
  if (campaign === undefined) return undefined;
  if (options.text('attack') === undefined || options.text('detect') !== undefined)
    throw new Failure(
      EXIT.usage,
      'Give --detect-from with --attack and without --detect: it is the clock of detection',
    );
  const recipients = options.text('recipients') ?? '';
  return asking(call, pack, (ask) =>
    ask('campaignClock', { params: { id: campaign }, query: { recipients, seed: String(seed) } }),
  );
}

/** The clock that holds now: of those who were trained. */
export function measuredNow({ after }: Clock): Measured {
  return { kind: 'table', hours: after.map((each) => each ?? Infinity) };
}

export function trainingOf(call: Call, clock: Clock, { frameWith }: PreparedAttack, runs: number): Training {
  const { campaign, basis, people, recipients } = clock;
  const worth = detectionWorth({
    ...{ frameWith, clocks: clock, runs },
    onPhase: (done) => call.progress.step('Drawing people again', done),
  });
  call.progress.end();
  return { campaign, basis, people, recipients, ...worth };
}
