// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Pack } from '../../model/index.ts';
import {
  languagesOf,
  type Playbook,
  packPlaybooks,
  planPlaybook,
  readPlaybook,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readBytes, required, requirePack, tell } from '../input.ts';
import { idOf } from '../select.ts';

/** The pack whose playbooks are meant: that of `--pack`, else of what the command is about. @throws Failure 3. */
export function bookOf(call: Call, otherwise: string = DEFAULT_PACK): Pack {
  return requirePack(call, call.options.text('pack') ?? otherwise);
}

/**
 * The playbook that a person means by a file, or by the name of one of the pack.
 *
 * @throws Failure 2 when there is neither; 3 with everything that is wrong with it.
 */
export function playbookOf(call: Call, named: string, otherwise?: string): Playbook {
  return libraryOf(call, named, otherwise)[0];
}

/** That playbook, then all that it may call: those of the same pack; none beside a file. */
export function libraryOf(call: Call, named: string, otherwise?: string): readonly [Playbook, ...Playbook[]] {
  if (existsSync(resolve(call.io.cwd, named)))
    return [tell(call, readPlaybook(readBytes(call, named), named), `the playbook ${named}`)];
  // A name that looks like a file is one that is not there.
  if (/\.(?:json|ya?ml)$/i.test(named)) readBytes(call, named);
  const pack = bookOf(call, otherwise);
  const ids = pack.playbooks.map(({ id }) => id);
  const id = idOf(named, ids, 'file or playbook', pack.id);
  const language = call.options.text('language') ?? 'en';
  if (!languagesOf(pack, id).includes(language))
    throw new Failure(
      EXIT.usage,
      `Cannot tell ${id} in \`${language}\`: expected ${languagesOf(pack, id).join(', ')}`,
    );
  const book = required(packPlaybooks(pack, language), `the playbooks of the pack ${pack.id}`);
  const meant = book.find(({ source }) => source.id === id) as (typeof book)[number];
  return [
    meant.playbook,
    ...calledBy(
      meant.playbook,
      book.map(({ playbook }) => playbook),
    ),
  ];
}

/** Playbooks that one runs, directly or through another. */
function calledBy(playbook: Playbook, book: readonly Playbook[]): readonly Playbook[] {
  const found = new Set([playbook]);
  for (const each of found)
    for (const called of planPlaybook(each).playbooks)
      for (const other of book) if (other.id === called.playbook) found.add(other);
  found.delete(playbook);
  return [...found];
}
