// SPDX-License-Identifier: Apache-2.0
// Who changed what and who read of persons, in a log of evidence of its own, so that nobody changes it unseen.
import type { Json } from '../../core/canonical-json.ts';
import { openEvidence } from '../evidence-folder.ts';

export interface Deed {
  /** `person:ada`, `token:ci`, `machine`, `nobody`. */
  readonly actor: string;
  readonly kind: 'api.read' | 'api.write' | 'api.written';
  /** Operation of the API. */
  readonly subject: string;
  readonly body: Readonly<Record<string, Json>>;
  /** Kept apart, so that it can be erased: addresses, what was searched for. */
  readonly personal: Readonly<Record<string, Json>>;
}

export interface Audit {
  /** On disk when it resolves. @throws Error when it cannot be. */
  record(deed: Deed): Promise<void>;
  close(): Promise<void>;
}

const ORIGIN = 'ensuresec.local/audit';

/** @param folder as `ensuresec evidence --log` reads it; made when it is not there. */
export async function openAudit(folder: string, now: () => number): Promise<Audit> {
  const { log, close } = await openEvidence(folder, ORIGIN, now);
  return {
    record: async (deed) => {
      await log.append([deed]);
    },
    close,
  };
}
