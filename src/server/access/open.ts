// SPDX-License-Identifier: Apache-2.0
// Access of one data folder: its store, its audit log, and the file by which the operator asks.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openItemStore } from '../../platform/index.ts';
import { type Access, type AccessOptions, createAccess } from './access.ts';
import { type Audit, openAudit } from './audit.ts';
import { newSecret } from './secret.ts';

export interface OpenAccess {
  readonly access: Access;
  readonly audit: Audit;
  close(): Promise<void>;
}

/** As curl reads it: `curl -H @operator.header`. */
export const OPERATOR_FILE = 'operator.header';
const STORE_FILE = 'access.db';
const AUDIT_FOLDER = 'audit';

/** @throws Error when the store or the log cannot be opened. */
export async function openAccess(
  data: string,
  now: () => number,
  beside: Pick<AccessOptions, 'readerToken' | 'site' | 'oidc'> = {},
): Promise<OpenAccess> {
  const store = await openItemStore(join(data, STORE_FILE));
  try {
    const audit = await openAudit(join(data, AUDIT_FOLDER), now);
    const file = join(data, OPERATOR_FILE);
    const machineToken = newSecret();
    rmSync(file, { force: true });
    writeFileSync(file, `Authorization: Bearer ${machineToken}\n`, { mode: 0o600, flag: 'wx' });
    const access = createAccess({ store, now, machineToken, ...beside });
    return {
      access,
      audit,
      close: async () => {
        rmSync(file, { force: true });
        await audit.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
