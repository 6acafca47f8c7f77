// SPDX-License-Identifier: Apache-2.0
// Playbooks out of a bundle become files, and nothing more: to run one, a person reads it and names it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type ReceivedPlaybook,
  type RefusedPlaybook,
  readCourseOfAction,
  type SignatureCheck,
  tlpOf,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { problemsText } from '../render/problems.ts';
import { writeFileSafely } from '../write-file.ts';
import type { StixThing } from './bundle-file.ts';

export interface ImportedPlaybooks {
  readonly playbooks: readonly Imported[];
  readonly refused: readonly { readonly from: string; readonly why: readonly string[] }[];
  /** Courses of action that carry none. */
  readonly prose: number;
}

export interface Imported {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  /** How the giver marked it: the file does not say it by itself. */
  readonly tlp: string;
  readonly signatures: readonly SignatureCheck[];
  readonly warnings: number;
}

/** Of one bundle. */
const MAX_PLAYBOOKS = 1000;

/** What stands in the bundle; nothing is written yet. @throws Failure 3 for more than `MAX_PLAYBOOKS`. */
export function playbooksIn(
  call: Call,
  objects: readonly StixThing[],
): readonly (ReceivedPlaybook | RefusedPlaybook)[] {
  const courses = objects.filter(({ type }) => type === 'course-of-action');
  if (courses.length > MAX_PLAYBOOKS)
    throw new Failure(
      EXIT.invalid,
      `There are ${courses.length} courses of action: expected at most ${MAX_PLAYBOOKS}`,
    );
  const named = call.options.text('key');
  const key = named === undefined ? undefined : new TextDecoder().decode(readBytes(call, named));
  return courses.flatMap((each) => readCourseOfAction(each, key) ?? []);
}

/** Writes those that were not refused, each under the id in it, and says what the linter found. */
export function writePlaybooks(
  call: Call,
  out: string,
  objects: readonly StixThing[],
  read: readonly (ReceivedPlaybook | RefusedPlaybook)[],
): ImportedPlaybooks {
  const playbooks = new Map<string, Imported>();
  const refused: { from: string; why: readonly string[] }[] = [];
  for (const each of read) {
    if (each.problems.length > 0) call.say(problemsText(each.problems, call.aside).trimEnd());
    const why = 'refused' in each ? each.refused : write(call, out, each);
    if ('refused' in each || why.length > 0) refused.push({ from: each.from, why });
    else playbooks.set(each.playbook.id, importedOf(each, out, objects));
  }
  const prose = objects.filter(({ type }) => type === 'course-of-action').length - read.length;
  return { playbooks: [...playbooks.values()], refused, prose };
}

/** Why it was not written. What is there stays: it may be one that somebody has read and trusts. */
function write(call: Call, out: string, { playbook, bytes }: ReceivedPlaybook): readonly string[] {
  const file = fileOf(out, playbook.id);
  const path = resolve(call.io.cwd, file);
  if (!existsSync(path)) writeFileSafely(call.io, file, bytes, false);
  else if (!statSync(path).isFile() || !readFileSync(path).equals(Buffer.from(bytes)))
    return [`${file} is there already, with other content: take it away first`];
  return [];
}

/** An id is a word and a UUID, or the playbook was refused: no path gets into the name. */
function fileOf(out: string, id: string): string {
  return join(out, `${id.toLowerCase()}.json`);
}

function importedOf(
  { from, playbook, problems, signatures }: ReceivedPlaybook,
  out: string,
  objects: readonly StixThing[],
): Imported {
  return {
    id: playbook.id,
    name: playbook.name,
    file: fileOf(out, playbook.id),
    tlp: tlpOf(objects.find(({ id }) => id === from) ?? {}),
    signatures,
    warnings: problems.length,
  };
}

export function playbooksText({ style }: Call, { playbooks, refused, prose }: ImportedPlaybooks): string {
  const signed = ({ signatures }: Imported): string =>
    signatures.length === 0
      ? 'not signed'
      : signatures
          .map(({ signee, isValid, reason = '' }) =>
            isValid
              ? `signed by ${style.safe(signee)}`
              : `the signature of ${style.safe(signee)} is not verified: ${style.safe(reason)}`,
          )
          .join('; ');
  return [
    ...playbooks.map(
      (each) =>
        `Playbook ${style.safe(each.name)} in ${style.safe(each.file)}, TLP:${each.tlp.toUpperCase()}, ${signed(each)}\n`,
    ),
    ...refused.map(
      ({ from, why }) =>
        `Not taken: ${style.safe(from)}\n${why.map((each) => `  ${style.safe(each)}\n`).join('')}`,
    ),
    ...(prose === 0 ? [] : [`${prose} courses of action carry no playbook\n`]),
    ...(playbooks.length === 0
      ? []
      : ['Nothing was run: read a playbook, and see with `ensuresec respond plan FILE` what it would do\n']),
  ].join('');
}
