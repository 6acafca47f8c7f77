// SPDX-License-Identifier: Apache-2.0
// A small OpenID provider (OpenID Connect Core 1.0, code flow) that can be made to lie in every part.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

export interface Lies {
  /** Put over the claims of the ID token; undefined takes one away. */
  claims?: Readonly<Record<string, unknown>>;
  sign?: 'none' | 'another key' | 'secret' | 'cut off';
  /** Whether an ID token is in the answer. */
  withoutToken?: boolean;
  /** Of the authorization answer. */
  iss?: string | undefined;
  state?: string;
  /** Of the discovery document. */
  document?: Readonly<Record<string, unknown>>;
  /** The token endpoint answers only that. */
  answer?: readonly [status: number, body: string];
}

export type Provider = Awaited<ReturnType<typeof startProvider>>;

const CLIENT = 'ensuresec';
export const CLIENT_SECRET = 'a secret of the client';

interface Grant {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
}

interface State {
  readonly issuer: string;
  readonly lies: Lies;
  readonly codes: Map<string, Grant>;
  readonly sign: () => CryptoKey;
}

export async function startProvider(later: (end: () => unknown) => void) {
  const [{ publicKey, privateKey }, other] = await Promise.all([
    generateKeyPair('RS256'),
    generateKeyPair('RS256'),
  ]);
  const lies: Lies = {};
  const codes = new Map<string, Grant>();
  const asked: string[] = [];
  const sign = (): CryptoKey => (lies.sign === 'another key' ? other.privateKey : privateKey);
  /** What a browser comes back with after somebody signed in at this address. */
  const approve = (address: string): string => {
    const asks = new URL(address).searchParams;
    const code = randomBytes(8).toString('hex');
    codes.set(code, {
      nonce: asks.get('nonce') ?? '',
      challenge: asks.get('code_challenge') ?? '',
      redirect: asks.get('redirect_uri') ?? '',
    });
    const answer = new URLSearchParams({ code, state: lies.state ?? asks.get('state') ?? '' });
    const iss = 'iss' in lies ? lies.iss : issuer;
    if (iss !== undefined) answer.set('iss', iss);
    return answer.toString();
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path === '/.well-known/openid-configuration') send(200, { ...documentOf(issuer), ...lies.document });
    else if (path === '/keys')
      void exportJWK(publicKey).then((key) =>
        send(200, { keys: [{ ...key, kid: 'k', alg: 'RS256', use: 'sig' }] }),
      );
    // As a browser comes by: one link to approve, one to refuse; after a sign-out back to where it says.
    else if (path.startsWith('/authorize?')) sendPage(response, approvalOf(`${issuer}${path}`, approve));
    else if (path.startsWith('/leave?'))
      response
        .writeHead(302, {
          location: new URL(`${issuer}${path}`).searchParams.get('post_logout_redirect_uri') ?? '',
        })
        .end();
    else if (path === '/token') void answerToken({ issuer, lies, codes, sign }, request, response);
    else send(404, {});
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  later(close);

  return {
    issuer,
    lies,
    asked,
    close,
    settings: {
      ...{ issuer, 'client-id': CLIENT, secret: CLIENT_SECRET, scopes: ['groups'], claim: 'groups' },
      private: true as const,
      roles: [
        { value: 'owners', role: 'owner' as const },
        { value: 'security', role: 'analyst' as const },
      ],
    },
    approve,
  };
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

function approvalOf(address: string, approve: (address: string) => string): string {
  const asks = new URL(address).searchParams;
  const [iss, state] = [new URL(address).origin, asks.get('state') ?? ''];
  const refused = new URLSearchParams({ error: 'access_denied', state, iss });
  const link = (answer: string, text: string): string =>
    `<p><a href="${asks.get('redirect_uri')}?${answer.replaceAll('&', '&amp;')}">${text}</a></p>`;
  return `<!doctype html><title>Provider</title>${link(approve(address), 'Approve')}${link(String(refused), 'Refuse')}`;
}

/** §3.1.3: the code is changed for tokens, once. */
async function answerToken(
  { issuer, lies, codes, sign }: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await textOf(request));
  const fail = (error: string): void =>
    void response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  const code = form.get('code') ?? '';
  const grant = codes.get(code);
  codes.delete(code);
  const basic = Buffer.from(`${CLIENT}:${encodeURIComponent(CLIENT_SECRET).replaceAll('%20', '+')}`).toString(
    'base64',
  );
  if (request.headers.authorization !== `Basic ${basic}`) return fail('invalid_client');
  const verifier = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (grant?.challenge !== verifier || grant.redirect !== form.get('redirect_uri'))
    return fail('invalid_grant');
  if (lies.answer !== undefined)
    return void response
      .writeHead(lies.answer[0], { 'content-type': 'application/json' })
      .end(lies.answer[1]);
  const idToken =
    lies.withoutToken === true
      ? {}
      : {
          id_token: await idTokenOf(grant, { issuer, lies, key: sign() }),
        };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', ...idToken }));
}

async function idTokenOf(
  { nonce }: Grant,
  { issuer, lies, key }: { readonly issuer: string; readonly lies: Lies; readonly key: CryptoKey },
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = Object.entries({
    ...{ iss: issuer, aud: CLIENT, sub: 's-1', nonce, iat: now, exp: now + 300, auth_time: now },
    ...{ groups: ['security'], email: 'ada@shop.example', email_verified: true },
    ...lies.claims,
  }).filter(([, value]) => value !== undefined);
  const payload = Object.fromEntries(claims);
  if (lies.sign === 'none') return new UnsecuredJWT(payload).encode();
  if (lies.sign === 'secret')
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(CLIENT_SECRET.padEnd(32)));
  const text = await new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
  return lies.sign === 'cut off' ? text.slice(0, text.lastIndexOf('.') + 1) : text;
}

function documentOf(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    end_session_endpoint: `${issuer}/leave`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
