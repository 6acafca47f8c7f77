// SPDX-License-Identifier: Apache-2.0
// The verdict whole, at a glance, and as a certificate. What is large is packed once and asked for again by its tag.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { HttpRefusal } from '../../../platform/index.ts';
import { attacksIn, chain, worst } from '../../analysis/summary.ts';
import type { VerdictState } from '../../analysis/verdict.ts';
import { type Handlers, Packed } from '../bind.ts';
import type { Answer } from '../contract/index.ts';

type Ready = Extract<VerdictState, { readonly state: 'ready' }>;

export function verdictHandlers(
  state: () => VerdictState,
): Pick<Handlers, 'verdict' | 'summary' | 'certificate'> {
  const whole = once(({ certificate: _, sha256: __, ...told }: Ready) =>
    packed(gzipSync(JSON.stringify(told))),
  );
  const proof = once((ready: Ready) => packed(ready.certificate, certificateName(ready)));
  const glance = once(summaryOf);
  return {
    verdict: async () => {
      const now = state();
      return now.state === 'ready' ? whole(now) : now;
    },
    summary: async () => {
      const now = state();
      return now.state === 'ready' ? glance(now) : now;
    },
    certificate: async () => {
      const now = state();
      if (now.state !== 'ready') throw new HttpRefusal(409, `There is no verdict yet: it is ${now.state}`);
      return proof(now);
    },
  };
}

/** States are replaced, not changed: what was made of one is kept until there is another. */
function once<T>(make: (ready: Ready) => T): (ready: Ready) => T {
  let kept: { readonly of: Ready; readonly made: T } | undefined;
  return (ready) => {
    if (kept?.of !== ready) kept = { of: ready, made: make(ready) };
    return kept.made;
  };
}

function packed(gzip: Uint8Array, fileName?: string): Packed {
  const tag = createHash('sha256').update(gzip).digest('base64url').slice(0, 27);
  return new Packed(gzip, tag, fileName);
}

/** Of the model's name what file systems bear. */
function certificateName({ report: { model } }: Ready): string {
  const name = model.name
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${name === '' ? 'model' : name.toLowerCase()}.cert.json`;
}

function summaryOf({ at, stale, report }: Ready): Answer<'summary'> {
  const links = chain(report);
  const first = worst(report);
  return {
    state: 'ready',
    at,
    stale,
    summary: {
      model: report.model.name,
      counts: report.counts,
      attacks: attacksIn(links),
      worst: first === undefined ? null : worstOf(first),
      chain: links,
      cuts: report.cuts,
    },
  };
}

type Row = Ready['report']['verdicts'][number];

function worstOf({ attack, title, severity, attacker, target, days, steps }: Row) {
  return { attack, title, severity, attacker, target, days, steps: steps.length };
}
