// SPDX-License-Identifier: Apache-2.0
import type { ChainEvent } from '../../model/index.ts';
import { type Judgement, SUSPECT } from './judge.ts';

/**
 * What was seen as an event that rules ask for: `cert.issued` where a certificate is all that is known, else
 * `brand.sighting`. @param time milliseconds since 1970, for what has no time of its own; @param number makes the id unique.
 */
export function brandEvent(judgement: Judgement, time: number, number: number): ChainEvent {
  const { sighting, domain, resemblance, score, reasons, seen } = judgement;
  const isCertificate =
    sighting.issuer !== undefined && sighting.page === undefined && sighting.report === undefined;
  const similarity = resemblance?.similarity ?? 0;
  const { keys = {}, about } = sighting.report ?? {};
  const common = {
    similarity,
    score,
    suspect: score >= SUSPECT,
    ...(resemblance === undefined ? {} : { imitates: resemblance.of, how: resemblance.how }),
    reasons: reasons.map(({ text }) => text).join('; '),
  };
  return {
    id: `${time.toString(36)}-${number}`,
    source: 'ensuresec/brand',
    type: isCertificate ? 'cert.issued' : 'brand.sighting',
    time: sighting.issued ?? time,
    subject: domain,
    keys: { ...keys, domain },
    trust: 'unsigned',
    data: isCertificate
      ? { issuer: sighting.issuer, own: false, expected: false, ...common }
      : {
          kind: about === 'sms' ? 'sms' : 'site',
          'takes-data': seen['takes-data'] === true,
          ...(sighting.url === undefined ? {} : { url: sighting.url }),
          ...common,
        },
  };
}
