// SPDX-License-Identifier: Apache-2.0
// Content Security Policy Level 3: what a policy lets in, and where two differ.

export type ContentPolicy = ReadonlyMap<string, readonly string[]>;

/** Directives that fall back to `default-src` (CSP3 §6.8.3). */
const FETCHED = [
  'script-src',
  'connect-src',
  'frame-src',
  'img-src',
  'font-src',
  'style-src',
  'worker-src',
  'object-src',
  'child-src',
  'media-src',
  'manifest-src',
];
/** Without them everything is allowed, `default-src` or not. */
const ALONE = ['form-action', 'base-uri', 'frame-ancestors'];

/** The policies of a header or meta element (CSP3 §2.2.2); of a directive that stands twice the first counts. */
export function parsePolicies(header: string): readonly ContentPolicy[] {
  return header
    .split(',')
    .map((text) => {
      const policy = new Map<string, readonly string[]>();
      for (const directive of text.split(';')) {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        const key = name.toLowerCase();
        if (key !== '' && !policy.has(key)) policy.set(key, sources.map(withoutNonce));
      }
      return policy;
    })
    .filter(({ size }) => size > 0);
}

/** Nonces are new with every answer; that there is one is what counts. */
export function withoutNonce(source: string): string {
  return source.replaceAll(/'nonce-[^'\s]*'/gi, "'nonce-…'");
}

export interface Wider {
  readonly directive: string;
  readonly sources: readonly string[];
}

/** What `now` lets in and `before` did not. Several policies hold at once, so a directive is as wide as its narrowest. */
export function widened(before: readonly ContentPolicy[], now: readonly ContentPolicy[]): readonly Wider[] {
  return [...FETCHED, ...ALONE].flatMap((directive) => {
    const was = before.map((policy) => sourcesOf(policy, directive));
    const is = now.map((policy) => sourcesOf(policy, directive));
    if (!was.some((sources) => sources !== undefined)) return [];
    if (!is.some((sources) => sources !== undefined)) return [{ directive, sources: ['everything'] }];
    const allowed = new Set(was.flatMap((sources) => sources ?? []));
    const extra = intersection(is.flatMap((sources) => (sources === undefined ? [] : [sources]))).filter(
      (source) => !allowed.has(source) && source !== "'none'",
    );
    return extra.length === 0 ? [] : [{ directive, sources: extra }];
  });
}

function intersection(lists: readonly (readonly string[])[]): readonly string[] {
  return (lists[0] ?? []).filter((source) => lists.every((list) => list.includes(source)));
}

function sourcesOf(policy: ContentPolicy, directive: string): readonly string[] | undefined {
  return policy.get(directive) ?? (FETCHED.includes(directive) ? policy.get('default-src') : undefined);
}

export interface Wide {
  readonly what: string;
  readonly why: string;
}

/** What makes a policy useless against foreign scripts and data that leaves. Empty: none of the known mistakes. */
export function wideIn(policy: ContentPolicy): readonly Wide[] {
  const scripts = sourcesOf(policy, 'script-src');
  const connects = sourcesOf(policy, 'connect-src');
  const found: Wide[] = [];
  if (scripts === undefined) found.push({ what: 'no script-src', why: 'scripts may come from everywhere' });
  else found.push(...wideScripts(scripts));
  if (connects === undefined || connects.some(isEverywhere))
    found.push({ what: 'no narrow connect-src', why: 'data may go everywhere' });
  if (!policy.has('form-action')) found.push({ what: 'no form-action', why: 'forms may send everywhere' });
  if (!policy.has('report-uri') && !policy.has('report-to'))
    found.push({ what: 'no report-to', why: 'nobody hears when it holds something back' });
  return found;
}

function wideScripts(sources: readonly string[]): readonly Wide[] {
  const guarded = sources.some((source) => /^'(?:nonce-|sha(?:256|384|512)-)/.test(source));
  const strict = guarded && sources.includes("'strict-dynamic'");
  const found: Wide[] = [];
  // Browsers ignore it beside a nonce or hash (CSP3 §8.4).
  if (sources.includes("'unsafe-inline'") && !guarded)
    found.push({ what: "'unsafe-inline'", why: 'every script that gets into the page runs' });
  const everywhere = sources.find(isEverywhere);
  if (everywhere !== undefined && !strict)
    found.push({ what: `script-src ${everywhere}`, why: 'scripts may come from everywhere' });
  return found;
}

function isEverywhere(source: string): boolean {
  return /^(?:\*|https?:|wss?:|data:|blob:)$/.test(source);
}
