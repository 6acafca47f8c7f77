// SPDX-License-Identifier: Apache-2.0
// The folder of page checks: the inventory of what is approved, the log of checks, and what was received each time.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from '../../core/canonical-json.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { sha256 } from '../../core/digest.ts';
import type { PageCapture } from '../../core/ports/index.ts';
import {
  checkDigest,
  EMPTY_INVENTORY,
  type Inventory,
  type LoggedCheck,
  readChecks,
  readInventory,
} from '../../monitor/index.ts';
import { isThere } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { readBytes, required } from '../input.ts';
import { writeFileSafely } from '../write-file.ts';

const PRESET = 'storefront';
const INVENTORY = 'inventory.json';
export const CHECKS = 'checks.ndjson';

export function folderOf(call: Call): string {
  return call.options.text('to') ?? PRESET;
}

/** What is approved; nothing where there is no inventory yet. @throws Failure 3 or 6. */
export function readApproved(call: Call): Inventory {
  const file = join(folderOf(call), INVENTORY);
  if (!isThere(resolve(call.io.cwd, file))) return EMPTY_INVENTORY;
  return required(readInventory(readBytes(call, file), file), `the inventory ${file}`);
}

export function writeApproved(call: Call, inventory: Inventory): void {
  makeFolder(call, '');
  const pages = inventory.pages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const text = `${JSON.stringify({ ...inventory, pages }, null, 1)}\n`;
  writeFileSafely(call.io, join(folderOf(call), INVENTORY), text, true);
}

/** All checks, oldest first. @throws Failure 3 when a line was changed since it was written. */
export function readLog(call: Call): readonly LoggedCheck[] {
  const file = join(folderOf(call), CHECKS);
  if (!isThere(resolve(call.io.cwd, file))) return [];
  const text = new TextDecoder().decode(readBytes(call, file));
  return required(readChecks(text, file), `the log of checks ${file}`);
}

/** Writes the log anew with one more line: whole or not at all. @returns The line as it was written. */
export function appendCheck(call: Call, check: Omit<LoggedCheck, 'before'>): LoggedCheck {
  const checks = readLog(call);
  const last = checks.at(-1);
  const line: LoggedCheck = { ...check, ...(last === undefined ? {} : { before: checkDigest(last) }) };
  makeFolder(call, '');
  const text = [...checks, line].map((each) => `${JSON.stringify(each)}\n`).join('');
  writeFileSafely(call.io, join(folderOf(call), CHECKS), text, true);
  return line;
}

/** Path of a capture below the folder. */
export function captureFile(digest: string): string {
  return `captures/${digest.slice('sha256:'.length)}.json`;
}

/**
 * Keeps what was received: the capture, and the text of each script once, both by the digest of their content. Bodies of
 * requests are not kept, only how long they were: a real person's data may be in them.
 *
 * @returns Digest of the file with the capture.
 */
export function keepCapture(call: Call, capture: PageCapture): string {
  const kept = {
    schema: 'ensuresec/page-capture/1',
    ...capture,
    scripts: capture.scripts.map(({ text: _, ...script }) => script),
    requests: capture.requests.map(({ body, ...request }) => ({ ...request, bytes: body.length })),
  };
  const text = `${canonicalJson(kept as unknown as Json)}\n`;
  const digest = sha256(text);
  makeFolder(call, 'captures');
  makeFolder(call, 'scripts');
  writeOnce(call, captureFile(digest), text);
  for (const script of capture.scripts)
    if (script.sha256 !== undefined && sha256(script.text) === script.sha256)
      writeOnce(call, `scripts/${script.sha256.slice('sha256:'.length)}.txt`, script.text);
  return digest;
}

function writeOnce(call: Call, name: string, text: string): void {
  const file = join(folderOf(call), name);
  if (!existsSync(resolve(call.io.cwd, file))) writeFileSafely(call.io, file, text, true);
}

function makeFolder(call: Call, name: string): void {
  mkdirSync(resolve(call.io.cwd, folderOf(call), name), { recursive: true, mode: 0o700 });
}
