// SPDX-License-Identifier: Apache-2.0
// Attachments of statements, and signatures among them.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecords, type Records, type Told } from './support/learning-records.ts';
import { BASE, FILE, ID } from './support/learning-statements.ts';

let records: Records;
beforeEach(async () => {
  records = await openRecords();
});
afterEach(() => records.close());

describe('attachments', () => {
  const BOUNDARY = '-------314159';
  const { fileUrl: _, ...sent } = FILE;
  const part = (headers: readonly string[], body: string): string =>
    [`--${BOUNDARY}`, ...headers, '', body].join('\r\n');
  const statement = (of: object): string =>
    part(['Content-Type: application/json'], JSON.stringify({ ...BASE, ...of }));
  const file = part(
    ['Content-Type: text/plain', 'Content-Transfer-Encoding: binary', `X-Experience-API-Hash: ${FILE.sha2}`],
    'text',
  );
  const end = `--${BOUNDARY}--\r\n`;
  const send = (body: string, type = `multipart/mixed; boundary=${BOUNDARY}`): Told =>
    records.ask('/statements', { method: 'POST', body, headers: { 'content-type': type } });

  test('come and go with their statement', () => {
    const { status, json } = send([statement({ attachments: [sent] }), file, end].join('\r\n'));
    expect(status).toBe(200);
    const answer = records.ask('/statements', { query: { statementId: json[0], attachments: true } });
    expect(answer.headers['content-type']).toMatch(/^multipart\/mixed; boundary=\S+$/);
    expect(answer.text.split(FILE.sha2)).toHaveLength(3);
    expect(answer.text).toContain('\r\n\r\ntext\r\n--');
    expect(records.ask('/statements', { query: { statementId: json[0] } }).headers['content-type']).toBe(
      'application/json',
    );
  });

  test.each<readonly [string, string, string?]>([
    ['no boundary in the header', [statement({}), end].join('\r\n'), 'multipart/mixed;'],
    ['another type', [statement({}), end].join('\r\n'), `multipart/form-data; boundary=${BOUNDARY}`],
    ['no boundary before the first part', [statement({}).slice(BOUNDARY.length + 4), end].join('\r\n')],
    ['no end', statement({})],
    [
      'a first part of another type',
      [part(['Content-Type: text/plain'], JSON.stringify(BASE)), end].join('\r\n'),
    ],
    ['statements in two parts', [statement({}), statement({}), end].join('\r\n')],
    ['a part that no statement names', [statement({}), file, end].join('\r\n')],
    ['a part that is missing', [statement({ attachments: [sent] }), end].join('\r\n')],
    [
      'a part without its hash',
      [
        statement({ attachments: [sent] }),
        part(['Content-Type: text/plain', 'Content-Transfer-Encoding: binary'], 'text'),
        end,
      ].join('\r\n'),
    ],
    [
      'a part in another encoding',
      [statement({ attachments: [sent] }), file.replace('binary', 'base64'), end].join('\r\n'),
    ],
    [
      'a part of no said encoding',
      [statement({ attachments: [sent] }), file.replace(/Content-Transfer-Encoding.*\r\n/, ''), end].join(
        '\r\n',
      ),
    ],
    [
      'a part with another content',
      [statement({ attachments: [sent] }), file.replace(/text$/, 'texts'), end].join('\r\n'),
    ],
  ])('are refused with %s', (_name, body, type) => {
    expect(send(body as string, type).status).toBe(400);
    expect(records.ask('/statements').json.statements).toEqual([]);
  });

  const lasting = (seconds: string): object => ({ result: { duration: `P1DT12H36M${seconds}S` } });
  const encode = (value: unknown): string =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const signedWith = (
    header: object,
    payload: unknown,
    contentType = 'application/octet-stream',
    of: object = {},
  ): Told => {
    const jws = `${encode(header)}.${encode(payload)}.${encode('signature')}`;
    const sha2 = createHash('sha256').update(jws).digest('hex');
    const attachment = {
      ...sent,
      usageType: 'http://adlnet.gov/expapi/attachments/signature',
      contentType,
      sha2,
    };
    const signature = part(
      [`Content-Type: ${contentType}`, 'Content-Transfer-Encoding: binary', `X-Experience-API-Hash: ${sha2}`],
      jws,
    );
    return send([statement({ ...of, id: ID, attachments: [attachment] }), signature, end].join('\r\n'));
  };

  test.each<readonly [string, () => Told, number]>([
    ['what is sent', () => signedWith({ alg: 'RS256' }, { ...BASE, id: ID }), 200],
    [
      'another statement',
      () => signedWith({ alg: 'RS256' }, { ...BASE, id: ID, actor: { mbox: 'mailto:b@example.com' } }),
      400,
    ],
    ['what is no JSON', () => signedWith({ alg: 'RS256' }, `{'actor`), 400],
    ['what is sent with another algorithm', () => signedWith({ alg: 'HS256' }, { ...BASE, id: ID }), 400],
    [
      'what is sent as another type',
      () => signedWith({ alg: 'RS256' }, { ...BASE, id: ID }, 'text/plain'),
      400,
    ],
    [
      'a duration that is the same to hundredths',
      () =>
        signedWith({ alg: 'RS256' }, { ...BASE, ...lasting('0.12'), id: ID }, undefined, lasting('0.1237')),
      200,
    ],
    [
      'another duration',
      () => signedWith({ alg: 'RS256' }, { ...BASE, ...lasting('0.12'), id: ID }, undefined, lasting('0.13')),
      400,
    ],
  ])('may be a signature of %s', (_name, sign, status) => {
    expect(sign().status).toBe(status);
  });

  test('that are a signature of another key are refused', async () => {
    records.close();
    records = await openRecords({ isSigned: () => false });
    expect(signedWith({ alg: 'RS256', x5c: [encode('certificate')] }, { ...BASE, id: ID }).status).toBe(400);
  });
});
