// SPDX-License-Identifier: Apache-2.0
// `vulnerabilities scan`: the software of a model, or of SBOMs alone, against folders of feeds.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { importFiles, type Model, sniffFormat } from '../../model/index.ts';
import { indexAdvisories } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { readInputs } from '../import-input.ts';
import { DEFAULT_PACK, readBytes, readSubject, required, requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { vulnerabilitiesText } from '../render/vulnerabilities.ts';
import { selectionOf } from '../selection.ts';
import { VULNERABILITIES_SCHEMA, type VulnerabilitiesShape } from './answer-schema.ts';
import { askedFor } from './asked.ts';
import { byPriority, isOpen, scanSoftware, statedAlone } from './finding.ts';
import { inventoryOf } from './inventory.ts';
import { withProofs } from './proof.ts';

/** Exit code 1 when a flaw is open, 5 when none is but some are stated that no advisory knows. @throws Failure 2, 3, 4 or 6. */
export function scan(call: Call, named: readonly string[]): ExitCode {
  const { feed, exceptions } = askedFor(call, 'scan');
  const sbom = bomOf(call, named);
  const [, second] = named;
  // A statement that is passed over would leave open what it closes, or the other way round.
  if (sbom === undefined && second !== undefined)
    throw new Failure(
      EXIT.usage,
      `A model is scanned alone: found ${second} beside it`,
      'ensuresec import compose.yaml shop.cdx.json vendor.csaf.json --out ensuresec.yaml puts VEX into a model',
    );
  const subject = sbom === undefined ? readSubject(call, named[0]) : undefined;
  const assets = (sbom ?? subject?.loaded.model)?.assets ?? [];
  const inventory = inventoryOf(assets);
  const found = scanSoftware(inventory, indexAdvisories(feed.advisories), {
    ...feed,
    exceptions,
    today: call.io.today(),
  });
  if (found.components === 0)
    throw new Failure(
      EXIT.nothing,
      'Nothing to scan: no asset names its software',
      'ensuresec import compose.yaml shop.cdx.json --out ensuresec.yaml adds that of an SBOM',
    );
  call.progress.step('Trying each flaw in the proof');
  const findings =
    subject === undefined || found.findings.length === 0
      ? found.findings
      : withProofs(selectionOf(call, subject, []), found.findings, call.io.now);
  call.progress.end();
  const stated = statedAlone(assets, findings);
  const result = {
    ...found,
    findings: [...findings].sort(byPriority),
    ...(stated.length === 0 ? {} : { stated }),
  };
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: VULNERABILITIES_SCHEMA, ...result } satisfies z.infer<typeof VulnerabilitiesShape>)
      : vulnerabilitiesText(result, call.style),
  );
  if (result.findings.some(isOpen)) return EXIT.findings;
  return stated.length > 0 ? EXIT.inconclusive : EXIT.secure;
}

/** What files that are no model hold: SBOMs, and VEX documents that go with them. @throws Failure 3. */
function bomOf(call: Call, named: readonly string[]): Model | undefined {
  const isFile = (file: string): boolean => {
    const path = resolve(call.io.cwd, file);
    return existsSync(path) && statSync(path).isFile();
  };
  const [first] = named;
  if (first === undefined || !isFile(first)) return undefined;
  if (sniffFormat({ file: first, bytes: readBytes(call, first) }) === undefined) return undefined;
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const into = { ensuresec: 1, name: 'SBOM', pack: pack.id } as const;
  return required(importFiles(readInputs(call, named, undefined), { into, hints: pack.hints }), 'the SBOM')
    .model;
}
