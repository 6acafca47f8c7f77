// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessSettings, parseAccess } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { readBytes, tell } from '../input.ts';

/** `access.yaml` in the data folder, when there is one. @throws Failure 3 with all that is wrong with it. */
export function accessOf(call: Call, data: string): { readonly access?: AccessSettings } {
  const file = join(data, 'access.yaml');
  if (!existsSync(file)) return {};
  return { access: tell(call, parseAccess(readBytes(call, file), file), `the ways in of ${file}`) };
}
