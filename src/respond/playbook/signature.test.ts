// SPDX-License-Identifier: Apache-2.0
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import { idOf, wholePlaybook } from './playbook.fixture.ts';
import { readPlaybook } from './read.ts';
import { checkSignatures } from './signature.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const edwards = generateKeyPairSync('ed25519');
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string;

function signed(algorithm: string, key: KeyObject, over: 'digest' | 'hex') {
  const playbook = wholePlaybook();
  const bare = {
    type: 'jss',
    id: idOf('jss', 1),
    created: playbook.created,
    modified: playbook.modified,
    signee: 'Someone',
    related_to: playbook.id,
    related_version: playbook.modified,
    hash_algorithm: 'sha-256',
    algorithm,
  };
  const json = canonicalJson({ ...playbook, signatures: [bare] } as unknown as Json);
  const digest = createHash('sha256').update(json).digest();
  const bytes = over === 'hex' ? Buffer.from(digest.toString('hex')) : digest;
  const options = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  const value = sign(algorithm === 'Ed25519' ? null : 'sha256', bytes, options).toString('base64url');
  return { ...playbook, signatures: [{ ...bare, value }] };
}

const check = (value: unknown, key: string | undefined) => {
  const { value: playbook, problems } = readPlaybook(Buffer.from(JSON.stringify(value)), 'p.json');
  expect(problems).toEqual([]);
  const [first] = checkSignatures(playbook as NonNullable<typeof playbook>, key);
  return first?.over ?? first?.reason;
};

it.each([
  ['RS256', rsa, 'digest'],
  // The official example of RSA signs the hexadecimal text of the digest.
  ['RS256', rsa, 'hex'],
  ['ES256', curve, 'digest'],
  ['Ed25519', edwards, 'digest'],
] as const)('%s is verified over what was signed', (algorithm, { publicKey, privateKey }, over) => {
  const playbook = signed(algorithm, privateKey, over);
  expect(check(playbook, pem(publicKey))).toBe(over);
  expect(check({ ...playbook, name: 'Another' }, pem(publicKey))).toBe(
    'the signature does not fit the playbook',
  );
});

it('trusts no key but the one that the reader brought, for no other algorithm, playbook or version', () => {
  const playbook = signed('RS256', rsa.privateKey, 'digest');
  const spoil = (more: object) => ({ ...playbook, signatures: [{ ...playbook.signatures[0], ...more }] });
  const own = { public_key: pem(rsa.publicKey) };
  expect(check(spoil(own), undefined)).toBe('no key to trust was given');
  expect(check(playbook, 'nonsense')).toBe('the key cannot be read');
  expect(check(playbook, pem(curve.publicKey))).toBe('the key is not one of RS256');
  expect(check(spoil({ algorithm: 'HS256' }), pem(rsa.publicKey))).toBe('the algorithm HS256 is not taken');
  expect(check(spoil({ hash_algorithm: 'md5' }), pem(rsa.publicKey))).toBe('the hash md5 is not taken');
  const other = idOf('playbook', 9);
  expect(check(spoil({ related_to: other }), pem(rsa.publicKey))).toBe('it is about another playbook');
  const later = '2026-03-03T09:00:00.000Z';
  expect(check(spoil({ related_version: later }), pem(rsa.publicKey))).toBe('it is about another version');
});
