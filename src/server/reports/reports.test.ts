// SPDX-License-Identifier: Apache-2.0
// What strangers hand in: what it becomes, how much of it is taken, and what the form shows of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forHtml } from '../../core/escape.ts';
import type { Intake, Taken } from '../../core/ports/index.ts';
import { resolvePack } from '../../model/index.ts';
import { packReader } from '../../platform/index.ts';
import { type Started, startApi } from '../api/api.fixture.ts';
import { createReportDesk } from './desk.ts';
import { HandedIn } from './handed-in.ts';

const LANGUAGES = ['de', 'el', 'en', 'es', 'fr'];
const pack = resolvePack('e-commerce', packReader('packs')).value;
const form = pack?.reportForms[0];
if (pack === undefined || form === undefined) throw new Error('The pack has no form for reports');

describe('what a report becomes', () => {
  let clock = Date.UTC(2027, 0, 31, 12);
  let sent: Record<string, unknown>[] = [];
  let taken: Taken = { status: 'stored', stored: 1, duplicates: 0, unread: [] };
  const intake: Intake = async ({ bytes, authenticated }) => {
    expect(authenticated).toBe(false);
    sent.push(JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>);
    return taken;
  };
  const open = () => {
    sent = [];
    taken = { status: 'stored', stored: 1, duplicates: 0, unread: [] };
    return createReportDesk({ form, intake, key: new Uint8Array(32), now: () => clock });
  };

  test('an event of the pack, from nobody that can be named', async () => {
    await open().take(
      { about: 'sms', text: 'Pay 1.99', url: 'https://Parcel-Fee.top/x', number: 'P-9912', paid: true },
      '203.0.113.9',
    );
    expect(sent).toMatchObject([
      {
        type: 'report.user',
        source: 'public-reports',
        domain: 'parcel-fee.top',
        parcel: 'P-9912',
        account: expect.stringMatching(/^reporter-[0-9a-f]{12}$/),
        data: { about: 'sms', text: 'Pay 1.99', url: 'https://Parcel-Fee.top/x', paid: true },
      },
    ]);
    expect(JSON.stringify(sent)).not.toContain('203.0.113.9');
    const known = pack.events.find(({ id }) => id === form.event);
    expect(Object.keys(known?.fields ?? {})).toEqual(
      expect.arrayContaining(['about', 'text', 'url', 'paid']),
    );
    expect(known?.fields?.['about']?.values).toEqual(expect.arrayContaining(Object.keys(form.about)));
  });

  test.each([
    ['an address without a scheme', { url: 'parcel-fee.top/x' }, 'parcel-fee.top'],
    ['an address in the text', { text: 'Hold: http://a.example/1?x now' }, 'a.example'],
    ['letters of other scripts', { url: 'https://pаrcel.example' }, 'xn--prcel-4ve.example'],
    ['no address', { url: 'I do not know', text: 'they called' }, undefined],
    ['no name', { url: 'https://localhost/' }, undefined],
  ])('its domain: %s', async (_, handed, domain) => {
    await open().take({ about: 'sms', ...handed }, '203.0.113.9');
    expect(sent[0]?.['domain']).toBe(domain);
  });

  test('who reports is told apart within a day, and not after it', async () => {
    const desk = open();
    const from = async (address: string) => {
      await desk.take({ about: 'sms', text: 'x' }, address);
      return sent.at(-1)?.['account'];
    };
    const [one, same, other] = [
      await from('203.0.113.9'),
      await from('203.0.113.9'),
      await from('203.0.113.8'),
    ];
    expect([same === one, other === one]).toEqual([true, false]);
    expect([sent[0]?.['id'] === sent[1]?.['id'], sent[0]?.['id'] === sent[2]?.['id']]).toEqual([true, false]);
    // A subscriber has as many addresses of the last 80 bits as he likes.
    expect(await from('2001:db8:1:2::1')).toBe(await from('2001:0DB8:1:ff02:ffff::9'));
    expect(await from('2001:db8:2:2::1')).not.toBe(await from('2001:db8:1:2::1'));
    expect(await from('::ffff:203.0.113.9')).toBe(one);
    clock += 86_400_000;
    expect(await from('203.0.113.9')).not.toBe(one);
  });

  test('one network and all together are bounded', async () => {
    const desk = open();
    const take = (address: string) => desk.take({ about: 'sms', text: 'x' }, address);
    for (let at = 0; at < 5; at++) await take('203.0.113.9');
    await expect(take('203.0.113.9')).rejects.toMatchObject({ status: 429 });
    for (let at = 0; at < 115; at++) await take(`198.51.100.${at}`);
    await expect(take('198.51.100.200')).rejects.toMatchObject({ status: 429 });
    expect(sent.length).toBe(120);
    clock += 60_000;
    await take('203.0.113.9');
  });

  test('one home connection with all its networks of IPv6 does not shut the form for others', async () => {
    const desk = open();
    const take = (address: string) => desk.take({ about: 'sms', text: 'x' }, address);
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, at) => take(`2001:db8:1:${at.toString(16)}::1`)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(5);
    await take('198.51.100.200');
  });

  test.each<readonly [string, HandedIn, number]>([
    ['nothing in it', { about: 'sms' }, 422],
    ['something nobody knows', { about: 'wonders', text: 'x' }, 422],
    ['a name of every object', { about: 'constructor', text: 'x' }, 422],
  ])('%s is refused', async (_, handed, status) => {
    await expect(open().take(handed, '203.0.113.9')).rejects.toMatchObject({ status });
    expect(sent).toEqual([]);
  });

  test('what is not on disk is not thanked for', async () => {
    const desk = open();
    taken = { status: 'failed', reason: 'The disk is full', retryAfterMs: 1000 };
    await expect(desk.take({ about: 'sms', text: 'x' }, '203.0.113.9')).rejects.toMatchObject({
      status: 503,
    });
  });

  test.each([
    ['a long text', { about: 'sms', text: 'x'.repeat(2001) }],
    ['a number with markup', { about: 'sms', number: '<b>' }],
    ['a field of its own', { about: 'sms', text: 'x', admin: true }],
  ])('%s is no report', (_, handed) => {
    expect(HandedIn.safeParse(handed).success).toBe(false);
  });
});

describe('the form', () => {
  const ends: (() => unknown)[] = [];
  let server: Started;
  beforeAll(async () => {
    server = await startApi((end) => ends.push(end), undefined, undefined, {
      isOpen: true,
      behindProxy: true,
    });
  });
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  let sender = 0;
  const post = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    server.clock.now += 1000;
    return fetch(`${server.url}/report?language=en`, {
      method: 'POST',
      headers: { 'x-forwarded-for': `198.51.100.${++sender}`, ...headers },
      body: new URLSearchParams(fields),
    });
  };
  const textOf = async (url: string, headers: Readonly<Record<string, string>> = {}) =>
    (await fetch(`${server.url}${url}`, { headers })).text();

  test.each(LANGUAGES)('is all there in %s', async (language) => {
    const html = await textOf(`/report?language=${language}`);
    expect(html).toContain(`<html lang="${language}">`);
    for (const text of [
      form.title,
      form.intro,
      form.message,
      form.address,
      form.number,
      form.paid,
      form.send,
    ])
      expect([Object.keys(text).toSorted(), html.includes(forHtml(text[language] ?? 'none'))]).toEqual([
        LANGUAGES,
        true,
      ]);
    for (const text of [
      form.thanks,
      form.next,
      form.another,
      form.empty,
      form.wrong,
      form.later,
      form.privacy,
    ])
      expect(Object.keys(text).toSorted()).toEqual(LANGUAGES);
    expect(html).not.toMatch(/<script|\son\w+=|<link|<img|https?:/);
  });

  test.each([
    ['el-GR,el;q=0.9,en;q=0.5', 'el'],
    ['pt-BR, es;q=0.8', 'es'],
    ['xx', 'en'],
  ])('a browser that asks for %s gets %s', async (asked, language) => {
    expect(await textOf('/report', { 'accept-language': asked })).toContain(`<html lang="${language}">`);
  });

  test('says by its headers that nothing else may be loaded, framed or kept', async () => {
    const { headers } = await fetch(`${server.url}/report`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('is thanked for when it is on disk, and no log of evidence has who sent it', async () => {
    const recorded: unknown[] = [];
    Object.assign(server.opening.audit, { record: async (deed: unknown) => void recorded.push(deed) });
    const answer = await post({ about: 'sms', text: 'Pay\r\n1.99', url: '', number: '', paid: 'yes' });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Thank you')]);
    expect(server.handedIn.at(-1)).toMatchObject({ data: { about: 'sms', text: 'Pay\n1.99', paid: true } });
    expect(recorded).toEqual([]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['nothing', { about: 'sms', text: '  ' }, 'please fill in'],
    ['too long a text', { about: 'sms', text: 'x'.repeat(2001) }, 'up to 2,000 characters'],
    ['a subject of its own', { about: '"><b>', text: 'x' }, 'up to 2,000 characters'],
  ])('shows again, with what is wrong: %s', async (_, fields, message) => {
    const before = server.handedIn.length;
    const answer = await post(fields);
    const html = await answer.text();
    expect([answer.status, html]).toEqual([422, expect.stringContaining(message)]);
    expect(html).toContain('role="alert"');
    expect(server.handedIn.length).toBe(before);
  });

  test('escapes what was typed when it shows it again', async () => {
    const nasty = '</textarea><script>alert(1)</script>"\u202e';
    const html = await (await post({ about: 'none', text: nasty, url: `"onfocus="x`, number: '<i>' })).text();
    expect(html).not.toMatch(/<script|<i>|"onfocus|\u202e/);
    expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;');
    expect(html).toContain('value="&quot;onfocus=&quot;x"');
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://attacker.example' }],
  ])('is not taken from %s', async (_, headers) => {
    expect((await post({ about: 'sms', text: 'x' }, headers)).status).toBe(403);
  });

  test('is not read when it is larger than a form can be, or no form', async () => {
    expect((await post({ about: 'sms', text: 'x'.repeat(70_000) })).status).toBe(413);
    const answer = await fetch(`${server.url}/report`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(415);
  });

  test('asks to come again when one sender sends too much', async () => {
    const from = { 'x-forwarded-for': '192.0.2.7' };
    const answers = [];
    for (let at = 0; at < 6; at++) answers.push(await post({ about: 'sms', text: `${at}` }, from));
    const last = answers.at(-1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await last?.text()).toContain('too many reports');
  });
});

describe('the API for reports', () => {
  const ends: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const post = (url: string, body: string) =>
    fetch(`${url}/v1/reports`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

  test('takes them without an account, where they are taken', async () => {
    const { url, handedIn } = await startApi((end) => ends.push(end), undefined, undefined, { isOpen: true });
    const answer = await post(url, JSON.stringify({ about: 'sms', url: 'https://parcel-fee.top' }));
    expect([answer.status, await answer.json()]).toEqual([200, { id: handedIn[0]?.['id'] }]);
    expect((await post(url, JSON.stringify({ about: 'sms', more: 1 }))).status).toBe(400);
    expect((await post(url, JSON.stringify({ about: 'sms', text: 'x'.repeat(70_000) }))).status).toBe(413);
  });

  test('takes none when nobody said that it should', async () => {
    const { url } = await startApi((end) => ends.push(end));
    expect((await post(url, JSON.stringify({ about: 'sms', text: 'x' }))).status).toBe(404);
    expect((await fetch(`${url}/report`)).status).toBe(404);
  });
});
