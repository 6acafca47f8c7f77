// SPDX-License-Identifier: Apache-2.0
// Secrets that containers hold, as credentials. What the secret is stays in memory, to see who shares it.
import type { Asset, Credential, Source } from '../../schema.ts';
import { addWord, claim, type Draft, nameUnless } from './draft.ts';

/** Credentials by what they are: the secret itself, or the variable or object that holds it. Not part of the model. */
export type Secrets = Map<string, Credential>;

/** Variables with which an image sets up its own account, and what that account may do there. */
const ACCOUNTS: readonly (readonly [RegExp, 'administer' | 'write'])[] = [
  [
    /^(?:POSTGRES|MYSQL_ROOT|MARIADB_ROOT|MSSQL_SA|SA|REDIS|VALKEY|MINIO_ROOT|RABBITMQ_DEFAULT|ELASTIC|OPENSEARCH_INITIAL_ADMIN|KEYCLOAK_ADMIN|KC_BOOTSTRAP_ADMIN|GF_SECURITY_ADMIN|MONGO_INITDB_ROOT)_(?:PASSWORD|PASS)$/,
    'administer',
  ],
  [/^(?:MYSQL|MARIADB)_PASSWORD$/, 'write'],
];

/** States that an asset holds a secret; the same secret in two assets is one credential. */
export function keepSecret(
  draft: Draft,
  secrets: Secrets,
  asset: Asset,
  key: string,
  identity: string,
  type: string,
  source: Source,
): Credential {
  let credential = secrets.get(identity);
  if (credential === undefined) {
    const id = claim(draft, `credential/${asset.id}/${key.replaceAll('_', '-')}`.slice(0, 120));
    credential = { id, type, ...nameUnless(id, key), keptIn: [], source };
    secrets.set(identity, credential);
    draft.credentials.push(credential);
  }
  if (!credential.keptIn?.includes(asset.id)) credential.keptIn?.push(asset.id);
  account(draft, asset, key, credential, source);
  return credential;
}

/** Variables with which an image most likely sets up an account of its own. */
const OWN_ACCOUNT = /(?:^|_)(?:ADMIN|ROOT|SUPERUSER|INITIAL|BOOTSTRAP)(?:_\w{1,40})?_(?:PASSWORD|PASS)$/;

/** States that a password is one that is tried first; who sets it up for itself lets everyone in, who only uses it does not. */
export function markWeak(asset: Asset, key: string, credential: Credential, source: Source): void {
  addWord(credential, 'properties', 'weak', source);
  if (OWN_ACCOUNT.test(key) || ACCOUNTS.some(([keys]) => keys.test(key)))
    addWord(asset, 'properties', 'default-credentials', source);
}

/** The variable that sets the password of a product says which account it opens. */
function account(draft: Draft, asset: Asset, key: string, credential: Credential, source: Source): void {
  const right = ACCOUNTS.find(([keys]) => keys.test(key))?.[1];
  if (right === undefined) return;
  const name = `account/${asset.id}/${right === 'administer' ? 'administrator' : 'user'}`;
  if (draft.identities.some((identity) => identity.id === name)) return;
  const inferred: Source = { ...source, how: 'inferred', confidence: 0.9 };
  const id = claim(draft, name);
  draft.identities.push({
    id,
    class: right === 'administer' ? 'administrator' : 'service',
    grants: [{ on: asset.id, right, source: inferred }],
    source: inferred,
  });
  credential.unlocks = [...(credential.unlocks ?? []), id];
}
