// SPDX-License-Identifier: Apache-2.0
// Checkouts as they were approved, and what becomes of them: by attackers, and by people who do their work.
import { createHash } from 'node:crypto';
import type { Answer, Site } from './site.ts';

export type Sites = Readonly<Record<'shop' | 'cdn' | 'provider' | 'evil', Site>>;
/** Answers of one site by path, which stand in place of its own. */
export type Answers = Readonly<Record<string, Answer | string>>;
export type Variant = Partial<Record<keyof Sites, Answers>>;

export const WIDGET = 'window.widget={open(){return 1}};';
/** Formats what is typed and asks its own server; harmless, and near enough to a skimmer. */
export const APP = `const card=document.querySelector('#card-number');
card&&card.addEventListener('input',()=>{card.dataset.length=card.value.length;fetch('/api/kind?first='+card.value[0])});`;
const integrity = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

export interface Parts {
  readonly head?: string;
  readonly app?: string;
  readonly widget?: string;
  readonly config?: string;
  readonly form?: string;
  readonly body?: string;
}

export const FIELDS = `<p><label for="card-number">Card number</label><input id="card-number" name="card" autocomplete="cc-number">
<label for="exp">Expiry</label><input id="exp" name="exp" autocomplete="cc-exp">
<label for="csc">Code</label><input id="csc" name="csc" autocomplete="cc-csc"></p>`;

/** A shop with a card form of its own. */
export function ownForm({ cdn }: Sites, parts: Parts = {}): string {
  return `<!doctype html><html lang="en"><head><title>Checkout</title>${parts.head ?? ''}
${parts.widget ?? `<script src="${cdn.origin}/widget.js" integrity="${integrity(WIDGET)}" crossorigin="anonymous"></script>`}
<script>window.config={"session":"a1","step":"pay"};</script>${parts.config ?? ''}</head>
<body><h1>Pay</h1>${parts.form ?? `<form action="/pay" method="post">${FIELDS}<button>Pay</button></form>`}
<form action="/newsletter"><input type="email" name="mail" aria-label="Mail"></form>
<img src="${cdn.origin}/logo.gif" alt="">${parts.body ?? ''}
${parts.app ?? '<script src="/app.js"></script>'}</body></html>`;
}

/** A shop with the frame of a provider. */
export function framed({ provider }: Sites, body = ''): string {
  return `<!doctype html><html lang="en"><head><title>Checkout</title></head><body><h1>Pay</h1>
<iframe src="${provider.origin}/card" width="400" height="120" title="Card" style="border:0"></iframe>
<script src="/app.js"></script>${body}</body></html>`;
}

/** A shop with a tag manager whose container may change. */
export function tagged({ cdn }: Sites): string {
  return `<!doctype html><html lang="en"><head><title>Checkout</title>
<script src="${cdn.origin}/container.js"></script></head><body><form action="/pay" method="post">${FIELDS}</form>
<script src="/app.js"></script></body></html>`;
}

/** Reads the card number in a way, and sends it in a way. */
export function skimmer(
  send: string,
  when = "document.querySelector('#card-number').addEventListener('change',take)",
): string {
  return `function take(){var n=document.querySelector('#card-number').value;if(n.length>15){${send}}}${when};`;
}

export const inline = (program: string): string => `<script>${program}</script>`;

export const POLICY = (cdn: string, more = ''): string =>
  `default-src 'self'; script-src 'self' ${cdn} 'nonce-NONCE'; connect-src 'self'; img-src 'self' ${cdn}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; report-to security${more}`;

/** A shop with a policy; the nonce is new each time. */
export function guarded(sites: Sites, nonce: string, policy: (cdn: string) => string = POLICY): Answer {
  const body = ownForm(sites, { config: '' }).replaceAll('<script>', `<script nonce="${nonce}">`);
  return {
    body,
    headers: {
      'content-security-policy': policy(sites.cdn.origin).replace('NONCE', nonce),
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    },
  };
}
