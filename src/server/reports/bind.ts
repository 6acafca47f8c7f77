// SPDX-License-Identifier: Apache-2.0
// The form over HTTP. It knows no session: a report by somebody who is signed in is one by anybody.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal, mediaType } from '../../platform/index.ts';
import { addressOf, type Gate, isForeign } from '../api/gate.ts';
import { isEmpty, type ReportDesk } from './desk.ts';
import { HandedIn } from './handed-in.ts';
import {
  FORM_PATH,
  formPage,
  inLanguage,
  languagesOf,
  NOTHING,
  PAGE_POLICY,
  type Typed,
  thanksPage,
} from './page.ts';

/** All fields at their longest, each character as the nine that a form may make of it, and room for their names. */
export const MAX_REPORT_BYTES = 64 * 1024;

export function bindReports(app: FastifyInstance, desk: ReportDesk, gate: Gate): void {
  const { form } = desk;
  app.get(FORM_PATH, (request, reply) => {
    gate.access.limits.asked.take(`at ${addressOf(gate, request)}`);
    return answer(reply, 200, formPage(form, languageOf(request, desk), NOTHING));
  });
  app.post(FORM_PATH, {
    bodyLimit: MAX_REPORT_BYTES,
    onRequest: async (request) => {
      // A page of others could make its visitors report.
      if (isForeign(request)) throw new HttpRefusal(403, 'Pages of other sites are not answered');
      gate.access.limits.asked.take(`at ${addressOf(gate, request)}`);
      mediaType(request.headers['content-type'], ['application/x-www-form-urlencoded']);
    },
    handler: async (request, reply) => {
      const language = languageOf(request, desk);
      const typed = typedIn(request.body);
      const again = (status: number, text: Readonly<Record<string, string>>): FastifyReply =>
        answer(reply, status, formPage(form, language, typed, inLanguage(text, language)));
      const handed = HandedIn.safeParse(handedIn(typed));
      if (!handed.success || !Object.hasOwn(form.about, handed.data.about)) return again(422, form.wrong);
      if (isEmpty(handed.data)) return again(422, form.empty);
      try {
        await desk.take(handed.data, addressOf(gate, request));
      } catch (error) {
        if (!(error instanceof HttpRefusal)) throw error;
        if (error.retryAfterMs !== undefined)
          reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
        return again(error.status, form.later);
      }
      return answer(reply, 200, thanksPage(form, language));
    },
  });
}

/** The address says it, else the browser (RFC 9110 §12.5.4), else English. */
function languageOf({ query, headers }: FastifyRequest, { form }: ReportDesk): string {
  const known = languagesOf(form);
  const asked = (query as { readonly language?: unknown }).language;
  const wanted = String(headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .map((each) => each.trim().slice(0, 2).toLowerCase());
  return [String(asked), ...wanted].find((each) => known.includes(each)) ?? 'en';
}

function typedIn(body: unknown): Typed {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  const fields = new URLSearchParams(new TextDecoder().decode(bytes));
  const field = (name: keyof Typed): string => fields.get(name) ?? '';
  return {
    about: field('about'),
    text: field('text').replaceAll('\r\n', '\n'),
    url: field('url'),
    number: field('number'),
    paid: field('paid'),
  };
}

/** What was left empty was not handed in. */
function handedIn({ about, text, url, number, paid }: Typed): object {
  const filled = Object.entries({ text, url, number }).filter(([, value]) => value.trim() !== '');
  return { about, ...Object.fromEntries(filled), ...(paid === '' ? {} : { paid: true }) };
}

function answer(reply: FastifyReply, status: number, html: string): FastifyReply {
  return (
    reply
      .code(status)
      .header('content-security-policy', PAGE_POLICY)
      .header('x-content-type-options', 'nosniff')
      // With `no-referrer` a browser would send the form with the origin `null`, which is refused.
      .header('referrer-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(html)
  );
}
