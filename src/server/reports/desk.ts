// SPDX-License-Identifier: Apache-2.0
// Takes what strangers hand in: bounded in size and number, and joined to nobody.
import { createHash, createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Intake } from '../../core/ports/index.ts';
import { type ChainEvent, cloudEvent, type ReportFormSource } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { createLimit } from '../access/limits.ts';
import type { HandedIn } from './handed-in.ts';

export interface ReportDesk {
  readonly form: ReportFormSource;
  /**
   * On disk when it resolves.
   *
   * @returns The id of the event.
   * @throws HttpRefusal 422 when there is nothing in it, 429 when there was too much, 503 when it cannot be stored.
   */
  take(handed: HandedIn, address: string): Promise<string>;
}

export interface ReportDeskOptions {
  readonly form: ReportFormSource;
  readonly intake: Intake;
  /** Of the data folder; without it nobody can tell who reported. */
  readonly key: Uint8Array;
  readonly now: () => number;
}

const SOURCE = 'public-reports';

export function createReportDesk({ form, intake, key, now }: ReportDeskOptions): ReportDesk {
  const why = 'Too many reports: come again in some minutes';
  const one = createLimit({ burst: 5, perSecond: 1 / 60, now, why });
  // Many addresses together are not to fill the log either.
  const all = createLimit({ burst: 120, perSecond: 1, now, why });
  return {
    form,
    take: async (handed, address) => {
      if (!Object.hasOwn(form.about, handed.about))
        throw new HttpRefusal(422, `A report is about one of ${Object.keys(form.about).join(', ')}`);
      if (isEmpty(handed)) throw new HttpRefusal(422, 'A report has a text, an address or a number');
      const network = networkOf(address);
      one.take(network);
      all.take('all');
      const event = eventOf(form, handed, reporterOf(key, network, now()), now());
      const taken = await intake({
        ...{ source: SOURCE, transport: 'http', contentType: 'application/x-ndjson', headers: {} },
        ...{ origin: SOURCE, bytes: new TextEncoder().encode(`${JSON.stringify(cloudEvent(event))}\n`) },
        ...{ receivedAt: now(), authenticated: false },
      });
      if (taken.status !== 'stored')
        throw new HttpRefusal(taken.status === 'busy' ? 429 : 503, taken.reason, taken.retryAfterMs);
      return event.id;
    },
  };
}

export function isEmpty({ text = '', url = '', number = '' }: HandedIn): boolean {
  return text === '' && url === '' && number === '';
}

/** The most that one subscriber has: an IPv4 address, or a /48 of IPv6, which many providers give (RFC 6177 §1, §2). */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - groups.length - after.length }, () => '0');
  const subscriber = [...groups, ...zeros, ...after].slice(0, 3);
  return subscriber.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

const DAY_MS = 86_400_000;

/** Tells reporters of one day apart, so that one of them is no wave; another day it is another name. */
function reporterOf(key: Uint8Array, network: string, at: number): string {
  const mac = createHmac('sha256', key).update(`report ${Math.floor(at / DAY_MS)} ${network}`);
  return `reporter-${mac.digest('hex').slice(0, 12)}`;
}

/** The same report by the same reporter on the same day is one event: who presses twice reports once. */
function eventOf(form: ReportFormSource, handed: HandedIn, reporter: string, time: number): ChainEvent {
  const { about, text = '', url = '', number = '', paid } = handed;
  const domain = domainIn(url) ?? domainIn(/https?:\/\/[^\s<>"']+/i.exec(text)?.[0] ?? '');
  const content = createHash('sha256').update(JSON.stringify([reporter, about, text, url, number, paid]));
  return {
    id: `report-${content.digest('hex').slice(0, 24)}`,
    source: SOURCE,
    type: form.event,
    time,
    keys: {
      account: reporter,
      ...(domain === undefined ? {} : { domain }),
      ...(number === '' ? {} : { [form.numberKey]: number }),
    },
    trust: 'unsigned',
    data: {
      about,
      ...(text === '' ? {} : { text }),
      ...(url === '' ? {} : { url }),
      ...(paid === undefined ? {} : { paid }),
    },
  };
}

/** People copy addresses with and without `https://`. */
function domainIn(address: string): string | undefined {
  const whole = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  if (address === '' || /\s/.test(address) || !URL.canParse(whole)) return undefined;
  const { hostname } = new URL(whole);
  return hostname.includes('.') ? hostname : undefined;
}
