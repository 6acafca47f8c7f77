// SPDX-License-Identifier: Apache-2.0
// The logs of evidence: whether somebody outside vouches for them, and for how long what they gave can be checked.

import { X509Certificate } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { counted } from '../../core/counted.ts';
import { shellWord } from '../../core/shell-word.ts';
import { lastWitnessed, ownEntries, WITNESSED } from '../../evidence/index.ts';
import { lookAtEvidence } from '../../platform/index.ts';
import { contentsOf } from '../backup/contents.ts';
import { type Finding, looked, span } from './finding.ts';

const DATABASE = 'log.db';
const WEEK_MS = 7 * 86_400_000;
/** A time stamp is renewed while its certificate still holds (RFC 4998 §5). */
const SOON_MS = 60 * 86_400_000;

export interface EvidenceLook {
  readonly findings: readonly Finding[];
  readonly written: readonly { readonly what: string; readonly at: number }[];
}

export async function lookAtEvidenceLogs(data: string, now: number): Promise<EvidenceLook> {
  const written: { what: string; at: number }[] = [];
  const findings: Finding[] = [];
  const places: string[] = [];
  findings.push(
    ...(await looked('folder', `what is in ${data}`, async () => {
      for (const { path } of contentsOf(data, true)) if (basename(path) === DATABASE) places.push(path);
      return [];
    })),
  );
  for (const path of places) {
    const file = join(data, path);
    const folder = dirname(file);
    findings.push(
      ...(await looked('evidence-damaged', file, async () => {
        const { own, last, size } = await lookAtEvidence(file);
        const [youngest] = last === undefined ? [] : ownEntries([{ index: size - 1, data: last }]);
        const at = Date.parse(youngest?.time ?? '');
        if (!Number.isNaN(at)) written.push({ what: `the youngest entry of ${file}`, at });
        const entries = ownEntries(own);
        return [
          ...witnessFindings(folder, size, lastWitnessed(entries), now),
          ...entries.flatMap(({ kind, body }) =>
            kind === WITNESSED ? stampFindings(folder, body, now) : [],
          ),
        ];
      })),
    );
  }
  return { findings, written };
}

function witnessFindings(
  folder: string,
  size: number,
  last: ReturnType<typeof lastWitnessed>,
  now: number,
): readonly Finding[] {
  const mend = `Have a checkpoint of it cosigned or stamped: ensuresec evidence export DIR --tiles --log ${shellWord(folder)}, then docs/how-to/keep-evidence.md`;
  if (last === undefined)
    return [
      {
        id: 'never-witnessed',
        level: 'notice',
        what: `Nobody outside vouches for the evidence in ${folder}: who has the key of this machine could rewrite all ${counted(size, 'entry')}`,
        mend,
      },
    ];
  const age = now - Date.parse(last.time);
  const what = `The evidence in ${folder} was last witnessed ${span(age)} ago by ${last.by}; ${counted(size - last.size, 'entry')} ${size - last.size === 1 ? 'is' : 'are'} younger`;
  return [
    age > WEEK_MS
      ? { id: 'witness-old', level: 'notice', what, mend }
      : { id: 'witness', level: 'fine', what },
  ];
}

function stampFindings(
  folder: string,
  body: Readonly<Record<string, unknown>>,
  now: number,
): readonly Finding[] {
  const { response, by, time } = body;
  if (typeof response !== 'string') return [];
  const ends = certificatesIn(Buffer.from(response, 'base64')).map(({ validTo }) => Date.parse(validTo));
  const end = Math.min(...ends);
  if (ends.length === 0 || end - now > SOON_MS) return [];
  const which = `A certificate of the time stamp of ${String(time)} by ${String(by)} on the evidence in ${folder}`;
  return [
    {
      id: 'anchor-ends',
      level: end <= now ? 'problem' : 'notice',
      what: end <= now ? `${which} ended ${span(now - end)} ago` : `${which} ends in ${span(end - now)}`,
      mend: `Have a new checkpoint stamped: ensuresec evidence export DIR --tiles --log ${shellWord(folder)}, then docs/how-to/keep-evidence.md`,
    },
  ];
}

/** DER of a sequence whose length takes two bytes (X.690 §8.1.3): certificates are such, and what else is one is passed over. */
const SEQUENCE = [0x30, 0x82];
const HEADER_BYTES = 4;

function certificatesIn(bytes: Uint8Array): readonly X509Certificate[] {
  const found: X509Certificate[] = [];
  for (let at = 0; at + HEADER_BYTES < bytes.length; at++) {
    if (bytes[at] !== SEQUENCE[0] || bytes[at + 1] !== SEQUENCE[1]) continue;
    const size = HEADER_BYTES + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    if (at + size > bytes.length) continue;
    try {
      found.push(new X509Certificate(bytes.subarray(at, at + size)));
      at += size - 1;
    } catch {
      // Another sequence.
    }
  }
  return found;
}
