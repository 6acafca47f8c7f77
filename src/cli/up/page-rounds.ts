// SPDX-License-Identifier: Apache-2.0
// The pages of an inventory as rounds of `ensuresec up`: looked at on schedule, into the folder that `storefront` has.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Pack } from '../../model/index.ts';
import {
  checkDigest,
  compilePages,
  type LoggedCheck,
  missedEvent,
  type PageFinding,
  pageEvents,
} from '../../monitor/index.ts';
import type { Done, Round } from '../../server/index.ts';
import type { Call, Options } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { checkPage } from '../storefront/check.ts';
import { CHECKS, folderOf, readApproved, readLog } from '../storefront/data-folder.ts';
import { everyOf } from '../storefront/period.ts';
import { type Subject, subjectsOf } from '../storefront/subject.ts';

/** Undefined without --storefront. @throws Failure 2, or 3 when the inventory cannot be read. */
export function pageRounds(call: Call, pack: Pack): (() => readonly Round[]) | undefined {
  const folder = call.options.text('storefront');
  if (folder === undefined) return undefined;
  const knowledge = compilePages(pack);
  if (knowledge === undefined) throw new Failure(EXIT.usage, `The pack ${pack.id} says nothing about pages`);
  const looking: Call = { ...call, operands: [], options: optionsFor(call.options, folder) };
  const everyMs = everyOf(looking);
  const doneOf = doneIn(looking);
  const roundOf = (subject: Subject): Round => ({
    id: `page/${subject.id}`,
    everyMs,
    done: () => doneOf().get(subject.id) ?? [],
    run: async (found, signal) => {
      const seen = (findings: readonly PageFinding[], at: number): void =>
        found(pageEvents({ id: subject.id }, findings, at));
      await checkPage(looking, knowledge, subject, { seen, signal });
    },
    missed: (due) => missedEvent({ id: subject.id }, due),
  });
  // What is wrong with the folder is told before anything starts.
  subjectsOf(looking, readApproved(looking), []);
  return () => {
    const approved = readApproved(looking);
    // The last one may be withdrawn while the server runs.
    return approved.pages.length === 0 ? [] : subjectsOf(looking, approved, []).map(roundOf);
  };
}

/** Looks by page. The log is read again when it is another one: it grows for years, and is asked about every minute. */
function doneIn(call: Call): () => ReadonlyMap<string, readonly Done[]> {
  let known: { readonly state: string; readonly done: ReadonlyMap<string, readonly Done[]> } | undefined;
  return () => {
    const file = statSync(resolve(call.io.cwd, folderOf(call), CHECKS), { throwIfNoEntry: false });
    const state = `${file?.ino} ${file?.mtimeMs} ${file?.size}`;
    if (known?.state !== state) known = { state, done: byPage(readLog(call)) };
    return known.done;
  };
}

function byPage(log: readonly LoggedCheck[]): ReadonlyMap<string, readonly Done[]> {
  const done = new Map<string, Done[]>();
  for (const check of log) {
    const { page, at, outcome } = check;
    const counts = outcome !== 'failed' && outcome !== 'incomplete';
    const each = { at: Date.parse(at), outcome, counts, digest: checkDigest(check) };
    const before = done.get(page);
    if (before === undefined) done.set(page, [each]);
    else before.push(each);
  }
  return done;
}

/** Options of `storefront check` by those of `up`. */
function optionsFor(options: Options, folder: string): Options {
  const own: Readonly<Record<string, string | undefined>> = {
    to: folder,
    every: options.text('storefront-every'),
    timeout: '90',
  };
  return {
    flag: (name) => options.flag(name),
    text: (name) => (name in own ? own[name] : SHARED.has(name) ? options.text(name) : undefined),
    list: (name) => options.list(name),
  };
}

const SHARED: ReadonlySet<string> = new Set(['browser']);
