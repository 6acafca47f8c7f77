// SPDX-License-Identifier: Apache-2.0
// Playbooks that others hand over in courses of action: taken apart, looked at, and never run.
import { isDeeper } from '../../../core/json-depth.ts';
import type { Problem } from '../../../core/problem.ts';
import { readPlaybook } from '../../playbook/read.ts';
import { checkSignatures, type SignatureCheck } from '../../playbook/signature.ts';
import { CONTENT_KEYS, MAX_PLAYBOOK_BYTES, PLAYBOOK_EXTENSION } from './extension.ts';
import type { PlaybookFile } from './write.ts';

export interface ReceivedPlaybook extends PlaybookFile {
  /** Of the course of action. */
  readonly from: string;
  /** Warnings of the linter. */
  readonly problems: readonly Problem[];
  readonly signatures: readonly SignatureCheck[];
}

/** All that keeps it from being taken. */
export interface RefusedPlaybook {
  readonly from: string;
  readonly refused: readonly string[];
  readonly problems: readonly Problem[];
}

const MAX_DEPTH = 64;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Undefined for what is no course of action with this extension.
 *
 * @param key the public key of the signer that the reader trusts, PEM; with one, nothing else is taken.
 */
export function readCourseOfAction(
  object: Readonly<Record<string, unknown>>,
  key: string | undefined,
): ReceivedPlaybook | RefusedPlaybook | undefined {
  const { type, id, revoked, extensions } = object;
  const extension = isRecord(extensions) ? extensions[PLAYBOOK_EXTENSION] : undefined;
  if (type !== 'course-of-action' || extension === undefined) return undefined;
  const from = typeof id === 'string' ? id : 'course-of-action';
  const at = `/extensions/${PLAYBOOK_EXTENSION}`;
  const refuse = (refused: readonly string[], problems: readonly Problem[] = []): RefusedPlaybook => ({
    from,
    refused,
    problems,
  });
  if (!isRecord(extension)) return refuse([`${at}: expected an object`]);
  const content = contentOf(extension);
  const faults = [
    ...(revoked === true || extension['revoked'] === true ? ['It is revoked'] : []),
    ...frameFaults(extension).map((fault) => `${at}${fault}`),
    ...('fault' in content ? [`${at}${content.fault}`] : []),
  ];
  if (faults.length > 0 || 'fault' in content) return refuse(faults);
  const { value: playbook, problems } = readPlaybook(content.bytes, `${from}.json`);
  if (playbook === undefined) return refuse(['The playbook in it is none of CACAO 2.0'], problems);
  // CACAO 2.0 §3.1. The id becomes the name of a file.
  if (!/^playbook--[^/]{36}$/.test(playbook.id))
    return refuse([`The playbook in it has the id ${playbook.id}: expected playbook-- and a UUID`], problems);
  const stated = extension['playbook_id'];
  if (stated !== undefined && stated !== playbook.id)
    return refuse([`${at}/playbook_id: is not the id of the playbook in it, ${playbook.id}`], problems);
  const signatures = checkSignatures(playbook, key);
  if (key !== undefined && !(signatures.length > 0 && signatures.every(({ isValid }) => isValid)))
    return refuse([signatureFault(signatures)], problems);
  return { from, playbook, bytes: content.bytes, problems, signatures };
}

function frameFaults(extension: Readonly<Record<string, unknown>>): readonly string[] {
  const { extension_type: type, playbook_standard: standard } = extension;
  return [
    ...(type === 'property-extension' ? [] : ['/extension_type: expected property-extension']),
    ...(standard === undefined || (typeof standard === 'string' && /^cacao\b/i.test(standard))
      ? []
      : ['/playbook_standard: expected cacao']),
  ];
}

/** JSON in UTF-8 in canonical base64, within bounds; the reader of playbooks would take YAML too, the standard does not. */
function contentOf(
  extension: Readonly<Record<string, unknown>>,
): { readonly bytes: Uint8Array } | { readonly fault: string } {
  const given = CONTENT_KEYS.filter((key) => extension[key] !== undefined);
  const [first] = given;
  if (first === undefined) return { fault: `: expected the playbook in ${CONTENT_KEYS.join(' or ')}` };
  const text = extension[first];
  if (given.some((key) => extension[key] !== text))
    return { fault: `/${given.at(-1)}: is not the same as ${first}` };
  if (typeof text !== 'string') return { fault: `/${first}: expected base64` };
  if (text.length > (MAX_PLAYBOOK_BYTES / 3) * 4 + 4)
    return { fault: `/${first}: expected at most ${MAX_PLAYBOOK_BYTES} bytes` };
  const bytes = Buffer.from(text, 'base64');
  // Bits that are left over after the last byte must be zero, or two texts would be the same playbook (RFC 4648 §3.5).
  if (text === '' || !BASE64.test(text) || bytes.toString('base64') !== text)
    return { fault: `/${first}: expected base64 (RFC 4648 §4), without line feeds` };
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (isDeeper(json, MAX_DEPTH)) return { fault: `/${first}: nests more than ${MAX_DEPTH} deep` };
    JSON.parse(json);
    return { bytes };
  } catch {
    return { fault: `/${first}: expected JSON in UTF-8` };
  }
}

function signatureFault(signatures: readonly SignatureCheck[]): string {
  if (signatures.length === 0) return 'It is not signed';
  return signatures
    .filter(({ isValid }) => !isValid)
    .map(({ signee, reason = '' }) => `The signature of ${signee} is not verified: ${reason}`)
    .join('; ');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
