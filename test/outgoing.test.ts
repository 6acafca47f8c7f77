// SPDX-License-Identifier: Apache-2.0
// Every HTTP request that the program sends goes through one client, which looks at the address it connects to.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const CLIENT = 'src/platform/call-http.ts';

/** Files that open connections of their own, and why none of them can be led astray by what others say. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/platform/ask-this-machine.ts':
    'asks the server of the data folder on this machine, by the address it wrote down',
  'src/server/campaign/ask.ts':
    'asks the server of the data folder on this machine, by the address it wrote down; the certificate is checked',
  'src/cli/render/play/client/campaign.ts':
    'runs in the browser of who plays, and asks the server that the page is from',
  'src/platform/mail/smtp.ts': 'SMTP and no HTTP, to the host that the operator states',
  'src/platform/ingest/mqtt.ts': 'MQTT and no HTTP, to the broker that the operator states',
  'src/platform/page/walk.ts': 'a browser in a process of its own opens the page that the operator names',
};

/** Packages that know how to send; whoever imports one is the client, an exception, or gives it the client. */
const SENDERS =
  /import (?!type )[^;]*from '(?:undici|axios|got|ky|node-fetch|nodemailer|mqtt|playwright-core)(?:\/[^']*)?'|import\('(?:nodemailer|mqtt|playwright-core)'\)/;
const MODULES =
  /import (?!type )[^;]*\b(?:request|get|Agent|connect|createConnection)\b[^;]*from 'node:(?:https?|http2|net|tls)'|import \* as \w+ from 'node:(?:https?|http2|net|tls)'/;
const GLOBALS =
  /(?<![.\w])(?:globalThis\.)?fetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\b|\bsendBeacon\(/;

const files = ['src', 'bin'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|mjs)$/.test(file) && !/\.(?:test|fixture)\.ts$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);
const sends = (text: string): boolean => [SENDERS, MODULES, GLOBALS].some((each) => each.test(text));
const codeOf = (file: string): string =>
  readFileSync(path.join(ROOT, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '');

describe('what goes out', () => {
  test('goes through one client; the exceptions are those that are named', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => sends(codeOf(file))).sort()).toEqual(
      [CLIENT, ...Object.keys(EXCEPTIONS)].sort(),
    );
  });

  test.each([
    ["const a = await fetch('x')", true],
    ['globalThis.fetch(x)', true],
    ["import { request } from 'node:https';", true],
    ["import { type IncomingMessage, get as getPlain } from 'node:http';", true],
    ["import * as http from 'node:http';", true],
    ["import { connect } from 'node:tls';", true],
    ["import axios from 'axios';", true],
    ["await import('playwright-core')", true],
    ["import { createServer } from 'node:http';", false],
    ["import type { ClientRequest } from 'node:http';", false],
    ["import type { Page } from 'playwright-core';", false],
    ['query.refetch()', false],
    ['this.prefetch(x)', false],
  ])('the search knows what sends: %s', (text, wanted) => expect(sends(text)).toBe(wanted));

  test('the two libraries that could send by themselves are kept from it', () => {
    const importers = (name: string): readonly string[] =>
      files.filter((file) => new RegExp(`from '${name}(?:/[^']*)?'`).test(codeOf(file)));
    expect(importers('openid-client')).toEqual(
      expect.arrayContaining(['src/server/access/oidc/issuer.ts', 'src/server/access/oidc/oidc.ts']),
    );
    // All its calls are made by what discovery was given.
    expect(codeOf('src/server/access/oidc/issuer.ts')).toMatch(/\[customFetch\]: senderTo\(/);
    expect(importers('openid-client').filter((file) => /\bdiscovery\(/.test(codeOf(file)))).toEqual([
      'src/server/access/oidc/issuer.ts',
    ]);
    // It asks for lists of revoked certificates of attestations alone, and none is let through to it.
    expect(importers('@simplewebauthn/server')).toEqual(['src/server/access/passkeys/passkeys.ts']);
    expect(codeOf('src/server/access/passkeys/passkeys.ts')).toMatch(/get\('fmt'\) !== 'none'/);
  });
});
