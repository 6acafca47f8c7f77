// SPDX-License-Identifier: Apache-2.0
// Gives the badge of somebody, and checks one.

import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkBadge } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { personNamed } from './manage.ts';
import type { Campaigning } from './verb.ts';

export async function badge(asked: Campaigning): Promise<number> {
  const [id, named] = asked.operands;
  if (id === undefined || named === undefined)
    throw new Failure(
      EXIT.usage,
      '`campaign badge` takes the id of a campaign and a person; `campaign verify-badge` a file',
    );
  const person = await personNamed(asked, id, named);
  const { jwt } = await asked.ask('campaignBadge', { params: { id, person } });
  asked.call.io.stdout.write(`${jwt}\n`);
  return EXIT.secure;
}

/** By the key that is named, else by that of the data folder; without either only that nobody changed it. */
export async function verifyBadge(call: Call, file: string | undefined): Promise<number> {
  if (file === undefined) throw new Failure(EXIT.usage, '`campaign verify-badge` takes the file of a badge');
  const trusted = call.options.text('badge-key') ?? ownKey(call);
  const { faults, key, claims } = await checkBadge(
    new TextDecoder().decode(readBytes(call, file)),
    trusted,
    call.io.clock(),
  );
  if (call.options.flag('json'))
    call.io.stdout.write(
      forJson({ schema: 'ensuresec/badge-check/1', faults, trusted: trusted !== undefined, key, claims }),
    );
  else if (faults.length > 0)
    call.io.stdout.write(faults.map((each) => `${call.style.safe(each)}\n`).join(''));
  else
    call.io.stdout.write(
      trusted === undefined
        ? `The badge holds, by the key ${call.style.safe(key ?? '')} in it: say whose key it must be with --badge-key\n`
        : 'The badge holds\n',
    );
  return faults.length > 0 ? EXIT.findings : EXIT.secure;
}

function ownKey(call: Call): string | undefined {
  const file = join(resolve(call.io.cwd, call.options.text('data') ?? ''), 'campaigns', 'badge.key');
  if (!existsSync(file)) return undefined;
  return createPublicKey(readFileSync(file)).export({ format: 'jwk' }).x;
}
