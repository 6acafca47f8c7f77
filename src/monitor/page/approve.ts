// SPDX-License-Identifier: Apache-2.0
import type { PageCapture, SeenScript } from '../../core/ports/index.ts';
import { hostOf, placeOf } from './address.ts';
import { standings } from './approved.ts';
import { destinationsOf, leaksIn, listenersOf, secretFields } from './capture-facts.ts';
import { withoutNonce } from './content-policy.ts';
import { coversIn } from './field-findings.ts';
import { decisiveHeaders } from './headers.ts';
import type { ApprovedPage, ApprovedScript } from './inventory.ts';
import { isAdvice, type PageFinding } from './judge.ts';
import type { PageKnowledge } from './knowledge.ts';
import { actorOf, nameOf, shapeDigest } from './script-name.ts';

/** Who approves, and what each script is told to be for. */
export interface Decision {
  readonly owner: string;
  readonly reason: string;
  readonly by: string;
  /** ISO date and time. */
  readonly at: string;
  /** ISO date. */
  readonly review?: string;
  /** Scripts without an address: also with other values in the same program. */
  readonly byShape: boolean;
  /** Name of a script → all that comes from its address is approved. */
  readonly byAddress: (name: string) => boolean;
}

/**
 * The page as it is becomes what it shall be. Scripts that were approved keep owner, reason and person; the decision is
 * about the others.
 *
 * @param captureDigest Of the file with the capture.
 * @param findings What was found and shown to the person: what stays true of the page is not told again.
 */
export function approvePage(
  id: string,
  capture: PageCapture,
  captureDigest: string,
  before: ApprovedPage | undefined,
  findings: readonly PageFinding[],
  knowledge: PageKnowledge,
  decision: Decision,
): ApprovedPage {
  const secrets = secretFields(capture, knowledge);
  return {
    id,
    url: capture.asked,
    at: decision.at,
    by: decision.by,
    look: capture.by,
    capture: captureDigest,
    scripts: approvedScripts(capture, before, decision),
    hosts: destinationsOf(capture).map(({ host }) => host),
    secretHosts: unique(leaksIn(capture, knowledge).map(({ host }) => host)),
    targets: unique(capture.targets.map(placeOf)),
    frames: capture.frames.map(({ url }) => placeOf(url)),
    fields: secrets.map(({ secret }) => secret.id),
    listeners: listenersOf(capture, secrets).map(({ script, field }) => ({ script, field: field.secret.id })),
    covers: coversIn(capture, knowledge).map(({ over, what }) => ({ over, what })),
    headers: { ...decisiveHeaders(capture.headers) },
    metaPolicies: capture.metaPolicies.map(withoutNonce),
    accepted: findings.filter(({ kind }) => isAdvice(kind)).map(({ kind, what }) => ({ kind, what })),
  };
}

function approvedScripts(
  capture: PageCapture,
  before: ApprovedPage | undefined,
  decision: Decision,
): ApprovedScript[] {
  const found = new Map<string, ApprovedScript>();
  for (const { script, approval, before: other } of standings(capture.scripts, before)) {
    const old = approval ?? other;
    const made = {
      ...(old ?? approvalOf(script, capture.scripts, decision)),
      integrity: script.integrity !== undefined,
    };
    const key = script.url === undefined ? (old?.sha256[0] ?? script.sha256 ?? made.name) : made.name;
    const known = found.get(key) ?? (approval === undefined ? { ...made, ...signedBy(decision) } : made);
    const texts = unique([...known.sha256, ...(script.sha256 === undefined ? [] : [script.sha256])]);
    found.set(key, { ...known, sha256: texts });
  }
  return [...found.values()];
}

function signedBy({ by, at, review }: Decision): Pick<ApprovedScript, 'by' | 'at' | 'review'> {
  return { by, at, ...(review === undefined ? {} : { review }) };
}

function approvalOf(script: SeenScript, scripts: readonly SeenScript[], decision: Decision): ApprovedScript {
  const loadedBy = actorOf(scripts, script.loadedBy);
  const name = nameOf(script);
  const byAddress = script.url !== undefined && decision.byAddress(name);
  const byShape = script.url === undefined && decision.byShape;
  const accept = byAddress ? 'address' : byShape ? 'shape' : 'text';
  return {
    name,
    kind: script.kind,
    accept,
    sha256: [],
    ...(byShape ? { shapes: [shapeDigest(script)] } : {}),
    integrity: script.integrity !== undefined,
    ...(loadedBy === undefined ? {} : { loadedBy }),
    owner: decision.owner,
    reason: decision.reason,
    method: methodOf(script, accept),
    by: decision.by,
    at: decision.at,
    ...(decision.review === undefined ? {} : { review: decision.review }),
  };
}

/** PCI DSS 4.0.1, 6.4.3 asks how the integrity of each script is assured. */
function methodOf(script: SeenScript, accept: ApprovedScript['accept']): string {
  const compared =
    accept === 'text'
      ? 'hash of its text compared at each check'
      : accept === 'shape'
        ? 'hash of the program without its values compared at each check'
        : 'its listeners, destinations and what leaves the page compared at each check';
  return script.integrity === undefined ? compared : `integrity attribute; ${compared}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** The approval of a text that is to come: a release that is not yet on the page. @returns undefined: no such script. */
export function approveText(
  page: ApprovedPage,
  name: string,
  digest: string,
  decision: Pick<Decision, 'by' | 'at' | 'review'>,
): ApprovedPage | undefined {
  const script = page.scripts.find((each) => each.name === name);
  if (script === undefined) return undefined;
  const next = {
    ...script,
    sha256: unique([...script.sha256, digest]),
    ...signedBy({ ...decision } as Decision),
  };
  return { ...page, scripts: page.scripts.map((each) => (each === script ? next : each)) };
}

/** Host of a page, to name it by. */
export function pageIdOf(address: string): string {
  const name = `${hostOf(address) ?? 'page'}${placeOf(address).replace(/^\w+:\/\/[^/]*/, '')}`;
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+|-+$/g, '')
      .slice(0, 64) || 'page'
  );
}
