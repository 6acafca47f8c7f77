// SPDX-License-Identifier: Apache-2.0
// The chain of evidence: how long it is, who vouched for it, whether it holds, and a part of it for others.
import { createHash } from 'node:crypto';
import {
  checkStore,
  lastWitnessed,
  latestKey,
  parseCheckpointNote,
  writeBundle,
} from '../../../evidence/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import { type Incident, type IncidentEvent, mayLeave, type Tlp } from '../../../respond/index.ts';
import type { EvidenceFolder } from '../../evidence-folder.ts';
import type { Cases } from '../../respond/cases.ts';
import type { Handlers } from '../bind.ts';
import { actorOf } from '../record.ts';
import { refusing } from './cases.ts';

export interface EvidenceOptions {
  readonly cases: Cases;
  readonly time: () => number;
}

type EvidenceHandlers = Pick<Handlers, 'evidence' | 'checkEvidence' | 'bundle'>;

const MINUTE = 60_000;
/** Of a bundle in an answer; beyond, the command line writes it to a file. */
const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;
const VERIFIER = 'verify_evidence.py';

export function evidenceHandlers({ cases, time }: EvidenceOptions): EvidenceHandlers {
  let isChecking = false;
  const chain = async (): Promise<EvidenceFolder> => {
    const held = await cases.evidence();
    if (held === undefined) throw new HttpRefusal(404, 'Nothing was recorded yet');
    return held;
  };
  return {
    evidence: async () => {
      const { log } = await chain();
      const own = await log.own();
      const checkpoint = log.checkpoint();
      const { origin, size, root } = parseCheckpointNote(checkpoint);
      const last = lastWitnessed(own);
      const minutes =
        last === undefined ? 0 : Math.max(0, Math.floor((time() - Date.parse(last.time)) / MINUTE));
      return {
        ...{ size, origin, root, checkpoint, key: latestKey(own) ?? null },
        witnessed: last === undefined ? null : { at: last.time, by: last.by, size: last.size, minutes },
      };
    },
    checkEvidence: async () => {
      const { store } = await chain();
      if (isChecking) throw new HttpRefusal(429, 'A check runs already', 2000);
      isChecking = true;
      try {
        const { entries, faults } = await checkStore(store);
        const told = faults.map(({ where, entry, message }) => ({ where, entry: entry ?? null, message }));
        return { intact: faults.length === 0, entries, faults: told };
      } finally {
        isChecking = false;
      }
    },
    bundle: ({ params: { id }, body: { tlp }, caller }) =>
      refusing(async () => {
        const held = await chain();
        const incident = await cases.get(id);
        const entries = shownOf(incident, tlp);
        const bytes = await bundleOf(held, entries);
        if (bytes.length > MAX_BUNDLE_BYTES)
          throw new HttpRefusal(413, 'The bundle is too large for a page: use `ensuresec evidence export`');
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        // A bundle that may not leave is not handed over: the marking is asked when it is recorded.
        const event: IncidentEvent = { name: 'exported', body: { ceiling: tlp, format: 'evidence', sha256 } };
        await cases.record(id, event, actorOf(caller));
        return {
          ...{ name: `${id}.zip`, base64: Buffer.from(bytes).toString('base64'), sha256 },
          shown: entries.length,
          size: held.log.head().size,
        };
      }),
  };
}

/** Entries of a case without what was observed under a marking of its own that lets it go less far than the bundle. */
function shownOf({ timeline }: Incident, ceiling: Tlp): readonly number[] {
  return timeline
    .filter(({ event }) => event.name !== 'observed' || mayLeave(event.body.tlp ?? 'clear', ceiling))
    .map(({ entry }) => entry);
}

async function bundleOf(
  { log, store, signer }: EvidenceFolder,
  entries: readonly number[],
): Promise<Uint8Array> {
  const key = await signer();
  if (key === undefined) throw new HttpRefusal(503, 'The private key of the log is not in its folder');
  const beside = [{ path: 'README.txt', data: Buffer.from(readme(log.head().origin)) }];
  return writeBundle({ store, checkpoint: log.checkpoint(), signer: key, entries, fields: [], beside });
}

function readme(origin: string): string {
  return `Evidence of ${origin}: the entries of one case that may leave are shown in entry/, all others are
hashes in tile/.

To check it without trusting who gave it to you, get ${VERIFIER} from the repository of ENSURESEC, get the key of the log
from the operator by another way, and run, with Python 3 and openssl:

    python3 ${VERIFIER} THIS.zip --key KEY
`;
}
