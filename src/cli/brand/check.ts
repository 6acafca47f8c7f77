// SPDX-License-Identifier: Apache-2.0
// `brand check`: names that were seen, against those that are ours.

import { resolve } from 'node:path';
import { cloudEvent } from '../../model/index.ts';
import {
  brandEvent,
  domainParts,
  type Judgement,
  readSightings,
  SUSPECT,
  watchBrand,
} from '../../monitor/index.ts';
import { readUnpacked } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { brandText } from '../render/brand.ts';
import { forJson, forJsonLine } from '../render/escape.ts';
import { problemsText } from '../render/problems.ts';
import { BRAND_SCHEMA, type BrandAnswer } from './brand-schema.ts';

/** A day of all certificates of the net, packed, is larger: split it. */
const MAX_FEED_BYTES = 500_000_000;

/** Exit code 1 when a place is suspect. @throws Failure 2, 3, 4 or 6. */
export function checkBrand(call: Call, own: readonly string[]): ExitCode {
  const files = call.options.list('feed');
  requireDomains(own, 'check');
  if (files.length === 0)
    throw new Failure(
      EXIT.usage,
      'Nothing to check: expected --feed <file> with names that were seen',
      'ensuresec brand check shop.example --feed certificates.ndjson',
    );
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const knowledge = { words: pack.brandWords, signs: pack.brandSigns };
  const watch = watchBrand(own, knowledge, {
    today: Date.parse(call.io.today()),
    language: call.options.text('language') ?? 'en',
  });
  const sightings = files.flatMap((file) => sightingsOf(call, file));
  if (sightings.length === 0)
    throw new Failure(EXIT.nothing, 'Nothing to check: no name in the feed can be read');
  call.progress.step(`Comparing ${sightings.length} names`);
  const judged = sightings.flatMap((each) => watch.judge(each) ?? []);
  call.progress.end();
  const kept = worst(judged).filter(
    ({ resemblance, score }) => resemblance !== undefined || score >= SUSPECT,
  );
  call.io.stdout.write(answer(call, own, kept, sightings.length));
  return kept.some(({ score }) => score >= SUSPECT) ? EXIT.findings : EXIT.secure;
}

/** @throws Failure 2 when there is none, or one that is no domain. */
export function requireDomains(own: readonly string[], verb: string): void {
  const wrong = own.filter((each) => domainParts(each) === undefined);
  if (own.length > 0 && wrong.length === 0) return;
  throw new Failure(
    EXIT.usage,
    own.length === 0
      ? `Nothing to protect: expected a domain of yours`
      : `\`${wrong.join('`, `')}\` is no domain that somebody registered: expected one like shop.example`,
    `ensuresec brand ${verb} shop.example`,
  );
}

function sightingsOf(call: Call, file: string) {
  call.progress.step(`Reading ${file}`);
  const bytes = readUnpacked(resolve(call.io.cwd, file), MAX_FEED_BYTES);
  if (bytes.value === undefined)
    throw new Failure(EXIT.runtime, `Cannot read ${file}`, undefined, bytes.problems);
  const { value = [], problems } = readSightings(bytes.value, file);
  if (problems.length > 0) call.say(problemsText(problems, call.aside).trimEnd());
  return value;
}

/** Highest score first; of one domain that was seen several times, the sighting that says most. */
function worst(judged: readonly Judgement[]): readonly Judgement[] {
  const byDomain = new Map<string, Judgement>();
  for (const each of judged) {
    const known = byDomain.get(each.domain);
    if (known === undefined || known.score < each.score) byDomain.set(each.domain, each);
  }
  return [...byDomain.values()].sort(
    (one, other) =>
      other.score - one.score ||
      (other.resemblance?.similarity ?? 0) - (one.resemblance?.similarity ?? 0) ||
      (one.domain < other.domain ? -1 : 1),
  );
}

function answer(call: Call, own: readonly string[], found: readonly Judgement[], names: number): string {
  if (call.options.flag('events')) {
    const time = call.io.clock();
    return found.map((each, at) => forJsonLine(cloudEvent(brandEvent(each, time, at)))).join('');
  }
  if (!call.options.flag('json')) return brandText(found, names, call.style);
  const written: BrandAnswer = {
    schema: BRAND_SCHEMA,
    own,
    names,
    found: found.map(({ sighting, seen: _seen, ...rest }) => ({
      ...rest,
      suspect: rest.score >= SUSPECT,
      line: sighting.line,
      ...(sighting.url === undefined ? {} : { url: sighting.url }),
      ...(sighting.issuer === undefined ? {} : { issuer: sighting.issuer }),
    })),
  };
  return forJson(written);
}
