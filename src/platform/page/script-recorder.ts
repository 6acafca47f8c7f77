// SPDX-License-Identifier: Apache-2.0
// Every program that the page ran, from the debugger of the browser itself: nothing that runs can stay out of it, and the
// page cannot tell.
import { createHash } from 'node:crypto';
import type { CDPSession } from 'playwright-core';
import type { SeenScript } from '../../core/ports/index.ts';
import { type Limits, MAX_ALL_CHARACTERS, MAX_SCRIPT_CHARACTERS, MAX_SCRIPTS } from './limits.ts';

/** What the protocol says of a script, as far as it is used (Chrome DevTools Protocol, Debugger.scriptParsed). */
interface Parsed {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly length?: number;
  readonly embedderName?: string;
  readonly hasSourceURL?: boolean;
  readonly executionContextAuxData?: { readonly isDefault?: boolean; readonly frameId?: string };
  readonly stackTrace?: Stack;
}
export interface Stack {
  readonly callFrames: readonly { readonly url: string; readonly scriptId: string }[];
  readonly parent?: Stack;
}

export interface ScriptRecorder {
  /** All of the page so far; waits for their texts. */
  scripts(integrity: ReadonlyMap<string, string>): Promise<readonly SeenScript[]>;
  /** What a script is known by: its address, or the digest of its text. */
  nameOf(scriptId: string): string;
  /** Address of the script that began something, or the digest of its text. Ask after `scripts`. */
  beganBy(stack: Stack | undefined): string | undefined;
}

/** Programs that we run in the world of the page. */
export const OWN_TEXTS: ReadonlySet<string> = new Set(
  ['this', 'this.form', 'this.ownerDocument', 'this.ownerDocument.defaultView'].map(pathFunction),
);

export function pathFunction(path: string): string {
  return `(function () { return ${path}; })`;
}

interface Entry {
  readonly parsed: Parsed;
  readonly text: Promise<string>;
  seen?: { readonly text: string; readonly sha256: string };
}

/** @param isOwnFrame Whether a frame belongs to the page: what frames of others run is theirs. */
export async function recordScripts(
  session: CDPSession,
  limits: Limits,
  isOwnFrame: (frameId: string | undefined) => boolean,
): Promise<ScriptRecorder> {
  const entries = new Map<string, Entry>();
  let characters = 0;
  session.on('Debugger.scriptParsed', (event) => {
    const parsed = event as Parsed;
    if (isForeign(parsed)) return;
    characters += parsed.length ?? 0;
    if (entries.size >= MAX_SCRIPTS) return limits.meet(`More than ${MAX_SCRIPTS} scripts`);
    if (characters > MAX_ALL_CHARACTERS)
      return limits.meet(`Scripts of more than ${MAX_ALL_CHARACTERS} characters`);
    entries.set(parsed.scriptId, { parsed, text: textOf(session, parsed, limits) });
  });
  // A page that stops in its own debugger would stand still for us.
  await session.send('Debugger.enable', { maxScriptsCacheSize: 100_000_000 });
  await session.send('Debugger.setSkipAllPauses', { skip: true });
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined) entries.clear();
  });
  const addressOf = (parsed: Parsed): string => addressFor(parsed);
  const nameOf = (scriptId: string): string => {
    const entry = entries.get(scriptId);
    if (entry === undefined) return 'unknown';
    return kindOf(entry.parsed) === 'external' ? addressOf(entry.parsed) : (entry.seen?.sha256 ?? 'unknown');
  };
  const beganBy = (stack: Stack | undefined): string | undefined => {
    for (let at = stack; at !== undefined; at = at.parent)
      for (const { url, scriptId } of at.callFrames) {
        const name = nameOf(scriptId);
        if (name !== 'unknown') return name;
        if (url !== '') return url;
      }
    return undefined;
  };
  return {
    nameOf,
    beganBy,
    async scripts(integrity) {
      for (const entry of entries.values()) {
        const text = await entry.text;
        entry.seen = { text, sha256: `sha256:${createHash('sha256').update(text).digest('hex')}` };
      }
      return [...entries.values()]
        .filter(
          ({ parsed, seen }) =>
            isOwnFrame(parsed.executionContextAuxData?.frameId) && !OWN_TEXTS.has(seen?.text ?? ''),
        )
        .map((entry) => seenScript(entry, beganBy, integrity));
    },
  };
}

/** Worlds of our own. */
function isForeign({ executionContextAuxData: context }: Parsed): boolean {
  return context?.isDefault === false;
}

/** A comment in the text may claim another address (`sourceURL`); where it came from is what counts. */
function addressFor({ embedderName, url, hasSourceURL }: Parsed): string {
  return ((hasSourceURL === true ? embedderName : url) ?? '').split('#')[0] ?? '';
}

async function textOf(
  session: CDPSession,
  { scriptId, length = 0 }: Parsed,
  limits: Limits,
): Promise<string> {
  if (length > MAX_SCRIPT_CHARACTERS) limits.meet(`A script of ${length} characters was read in part`);
  try {
    const { scriptSource } = await session.send('Debugger.getScriptSource', { scriptId });
    return scriptSource.slice(0, MAX_SCRIPT_CHARACTERS);
  } catch {
    limits.meet('The text of a script could not be read');
    return '';
  }
}

function kindOf(parsed: Parsed): SeenScript['kind'] {
  if (addressFor(parsed) === '') return 'made';
  return parsed.startLine === 0 && parsed.startColumn === 0 ? 'external' : 'inline';
}

function seenScript(
  { parsed, seen }: Entry,
  beganBy: ScriptRecorder['beganBy'],
  integrity: ReadonlyMap<string, string>,
): SeenScript {
  const { text, sha256 } = seen ?? { text: '', sha256: '' };
  const kind = kindOf(parsed);
  const url = addressFor(parsed);
  const loadedBy = beganBy(parsed.stackTrace);
  const pinned = kind === 'external' ? integrity.get(url) : undefined;
  return {
    kind,
    sha256,
    bytes: Buffer.byteLength(text),
    text,
    ...(kind === 'external' ? { url } : {}),
    ...(loadedBy === undefined ? {} : { loadedBy }),
    ...(pinned === undefined ? {} : { integrity: pinned }),
  };
}
