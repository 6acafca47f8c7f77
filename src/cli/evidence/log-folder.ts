// SPDX-License-Identifier: Apache-2.0
// A log on this machine is a folder: `log.db` and `keys/`.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EvidenceError, type EvidenceStore } from '../../core/ports/index.ts';
import {
  ED25519,
  type EvidenceLog,
  generateKey,
  isKeyName,
  openLog,
  type Signer,
  signerFrom,
} from '../../evidence/index.ts';
import { isStoreHeld, isThere, openEvidenceStore, readKeyFiles, writeKeyFile } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

const DATABASE = 'log.db';
const KEYS = 'keys';
/** So often, and so long each time, a log that another command has is waited for. */
const TURNS = 200;
const TURN_MS = 50;
/** Name of the folder, below that of `--data` where a command has it. */
const EVIDENCE = 'evidence';
export const DEFAULT_ORIGIN = 'ensuresec.local/evidence';

export function logFolder(call: Call): string {
  const data = call.options.text('data');
  return call.options.text('log') ?? (data === undefined ? EVIDENCE : join(data, EVIDENCE));
}

export function isLogFolder(call: Call, folder: string): boolean {
  return isThere(resolve(call.io.cwd, folder, DATABASE));
}

/** @throws Failure 4 when there is no log and none is to be made. */
export async function withStore<T>(
  call: Call,
  folder: string,
  create: boolean,
  work: (store: EvidenceStore) => Promise<T>,
): Promise<T> {
  const path = resolve(call.io.cwd, folder);
  if (!create && !isThere(join(path, DATABASE)))
    throw new Failure(
      EXIT.nothing,
      `There is no log in ${folder}`,
      'ensuresec evidence append FILE makes one; --log names its folder',
    );
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const store = await openWhenFree(join(path, DATABASE));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof EvidenceError ? failureOf(error) : error;
  }
}

/** Commands that are run at once take their turns: each has the log for a moment. A server keeps it, and is told of. */
async function openWhenFree(file: string): Promise<EvidenceStore> {
  for (let left = TURNS; ; left--)
    try {
      return await openEvidenceStore(file);
    } catch (error) {
      if (left === 0 || !isStoreHeld(error)) throw error;
      await setTimeout(TURN_MS);
    }
}

function failureOf({ code, message }: EvidenceError): Failure {
  if (code === 'corrupt') return new Failure(EXIT.findings, message, 'ensuresec evidence verify says where');
  return new Failure(code === 'refused' ? EXIT.usage : EXIT.runtime, message);
}

/** The log of `--log`; with `create` it is made when it is not there. */
export async function withLog<T>(
  call: Call,
  create: boolean,
  work: (log: EvidenceLog, store: EvidenceStore) => Promise<T>,
): Promise<T> {
  const folder = logFolder(call);
  return withStore(call, folder, create, async (store) => {
    const log = await openLog({
      store,
      origin: originOf(call),
      signer: (vkey) => signerIn(call, folder, vkey),
      ...(create ? { create: () => newKey(call, folder, originOf(call)) } : {}),
      now: () => Date.now(),
      random: randomBytes,
    });
    const answer = await work(log, store);
    await log.drained();
    return answer;
  });
}

function originOf(call: Call): string {
  const origin = call.options.text('origin') ?? DEFAULT_ORIGIN;
  if (!isKeyName(origin))
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${origin}\` as --origin: expected a name without spaces and plus, such as shop.example/evidence`,
    );
  return origin;
}

/** A new key, on disk before anything is signed with it. */
export function newKey(call: Call, folder: string, name: string): Signer {
  const pem = generateKey();
  const signer = signerFrom(name, ED25519, pem) as Signer;
  writeKeyFile(resolve(call.io.cwd, folder, KEYS), signer.verifier.id, pem);
  return signer;
}

export function signerIn(call: Call, folder: string, vkey: string): Signer | undefined {
  const name = vkey.split('+')[0] ?? '';
  return readKeyFiles(resolve(call.io.cwd, folder, KEYS))
    .map((pem) => signerFrom(name, ED25519, pem))
    .find((signer) => signer?.verifier.vkey === vkey);
}
