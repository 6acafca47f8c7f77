// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cloudEvent } from '../../model/index.ts';
import { pageEvents } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { readBytes } from '../input.ts';
import { forJsonLine } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import type { CheckedPage } from './checked-page.ts';

/** Adds the events of the checks to the file of --events, for `detect`, or for a server that follows the file. */
export function writeEvents(call: Call, checked: readonly CheckedPage[]): void {
  const file = call.options.text('events');
  if (file === undefined) return;
  const asset = call.options.text('asset');
  const lines = checked
    .filter(({ capture }) => capture !== undefined)
    .flatMap(({ subject, findings, check }) =>
      pageEvents(
        { id: subject.id, ...(asset === undefined ? {} : { asset }) },
        findings,
        Date.parse(check.at),
      ),
    )
    .map((event) => forJsonLine(cloudEvent(event)));
  const before = existsSync(resolve(call.io.cwd, file))
    ? new TextDecoder().decode(readBytes(call, file))
    : '';
  writeFileSafely(call.io, file, `${before}${lines.join('')}`, true);
}
