// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { wholePlaybook } from './playbook.fixture.ts';
import { readPlaybook } from './read.ts';
import { playbookFrom } from './run/run.fixture.ts';
import type { Playbook } from './shape/playbook.ts';
import { signPlaybook } from './sign.ts';
import { signatureFaults, withSignatures } from './trust.ts';

const edwards = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const odd = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const secret = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const signer = (name: string, key: KeyObject) => ({
  name,
  pem: key.export({ type: 'spki', format: 'pem' }) as string,
});

const PLAYBOOK = playbookFrom(wholePlaybook());
const sign = (pem: string, playbook = PLAYBOOK, signee = 'Ada') =>
  signPlaybook(playbook, { pem, signee, now: '2027-01-31T00:00:00.000Z' });
const signed = (pem: string, ...more: [Playbook?, string?]) => sign(pem, ...more) as Playbook;
/** As it comes back from a file. */
const reread = (playbook: unknown) =>
  readPlaybook(Buffer.from(JSON.stringify(playbook)), 'p.json').value as Playbook;

describe('a playbook that is signed', () => {
  it.each([
    ['Ed25519', edwards],
    ['RSA', rsa],
    ['P-256', curve],
  ])('with a known key of %s may run, from a file too', (_, { privateKey, publicKey }) => {
    const playbook = reread(signed(secret(privateKey)));
    expect(signatureFaults([playbook], [signer('o', other.publicKey), signer('a', publicKey)])).toEqual([]);
  });

  it('by two persons is known by either; signed again by one of them has no third signature', () => {
    const both = signed(secret(other.privateKey), signed(secret(edwards.privateKey)), 'Ben');
    for (const key of [edwards, other])
      expect(signatureFaults([both], [signer('a', key.publicKey)])).toEqual([]);
    expect(signed(secret(other.privateKey), both, 'Ben').signatures).toHaveLength(2);
  });
});

describe('a playbook may not run', () => {
  const ada = [signer('ada.pem', edwards.publicKey)];
  const good = signed(secret(edwards.privateKey));
  const spoilt = (more: object) =>
    ({ ...good, signatures: [{ ...good.signatures?.[0], ...more }] }) as Playbook;
  const [step = ''] = Object.keys(good.workflow);
  it.each<[string, Playbook, string]>([
    ['unsigned', PLAYBOOK, 'is not signed: expected a signature with a key of ada.pem'],
    ['with another key', signed(secret(other.privateKey)), 'that of Ada: the signature does not fit'],
    ['with another name', { ...good, name: 'Other' }, 'the signature does not fit'],
    [
      'with another step',
      { ...good, workflow: { ...good.workflow, [step]: { ...good.workflow[step], name: 'x' } } } as Playbook,
      'the signature does not fit',
    ],
    ['in another version', { ...good, modified: '2028-01-01T00:00:00.000Z' }, 'it is about another version'],
    [
      'with the key that stands in it',
      spoilt({ public_key: ada[0]?.pem, value: 'AAAA' }),
      'the signature does not fit',
    ],
    [
      'with an algorithm that is not of the key',
      spoilt({ algorithm: 'RS256' }),
      'the key is not one of RS256',
    ],
    ['with a secret of both sides', spoilt({ algorithm: 'HS256' }), 'the algorithm HS256 is not taken'],
  ])('%s', (_, playbook, why) => {
    expect(signatureFaults([playbook], ada)).toEqual([expect.stringContaining(why)]);
    expect(signatureFaults([playbook], [])).toEqual([]);
  });

  it('that calls an unsigned one', () => {
    expect(signatureFaults([good, { ...PLAYBOOK, name: 'Called' }], ada)).toEqual([
      expect.stringContaining('`Called` is not signed'),
    ]);
  });
});

it.each([
  ['no key', 'x'],
  ['a public key', signer('a', edwards.publicKey).pem],
  ['a curve that is not taken', secret(odd.privateKey)],
])('nobody signs with %s', (_, pem) => {
  expect(sign(pem)).toEqual({ refusal: expect.stringContaining('expected a private key of Ed25519') });
});

it('signatures kept elsewhere count for the same playbook alone', () => {
  const good = signed(secret(edwards.privateKey));
  expect(withSignatures(PLAYBOOK, [good])).toBe(good);
  const changed = { ...PLAYBOOK, name: 'Other' };
  expect(withSignatures(changed, [good])).toBe(changed);
});
