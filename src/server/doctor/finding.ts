// SPDX-License-Identifier: Apache-2.0
// What the doctor found: in a sentence, and how to mend it.
import { z } from 'zod';

export interface Finding {
  /** Stable: for scripts and for searching the documentation. */
  readonly id: string;
  /** `problem`: something is lost or does not work. `notice`: it will, or nobody would see it. `fine`: looked at. */
  readonly level: 'problem' | 'notice' | 'fine';
  readonly what: string;
  /** A command or a step; none where nothing is to be done. */
  readonly mend?: string;
}

/** Whatever goes wrong while looking is a finding, too. */
export async function looked(
  id: string,
  what: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      {
        id,
        level: 'problem',
        what: `Cannot look at ${what}: ${why}`,
        mend: 'Run as the user who runs ensuresec, and let that user read it; --deep reads databases through',
      },
    ];
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `3 days`, in the largest unit that fits. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [unit, width] = UNITS.find(([, each]) => size >= each) ?? ['second', 1_000];
  const count = Math.floor(size / width);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export const DOCTOR_SCHEMA = 'ensuresec/doctor/1';

/** What `ensuresec doctor --json` answers. */
export const DoctorShape = z.strictObject({
  schema: z.literal(DOCTOR_SCHEMA),
  isRunning: z.boolean(),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      level: z.enum(['problem', 'notice', 'fine']),
      what: z.string(),
      mend: z.string().optional(),
    }),
  ),
});
