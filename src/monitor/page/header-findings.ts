// SPDX-License-Identifier: Apache-2.0
import type { PageCapture } from '../../core/ports/index.ts';
import { type ContentPolicy, parsePolicies, wideIn, widened, withoutNonce } from './content-policy.ts';
import { decisiveHeaders, POLICY_HEADER } from './headers.ts';
import type { ApprovedPage } from './inventory.ts';
import type { RawFinding } from './raw-finding.ts';

export function headerChanges(capture: PageCapture, page: ApprovedPage): readonly RawFinding[] {
  const now = decisiveHeaders(capture.headers);
  const names = [...new Set([...Object.keys(page.headers), ...Object.keys(now)])].sort();
  return [
    ...names.flatMap((name): readonly RawFinding[] => {
      const [before, is] = [page.headers[name], now[name]];
      const pointer = `/headers/${name}`;
      if (before === is) return [];
      if (is === undefined)
        return [{ kind: 'header-gone', what: name, before: before ?? '', pointer: '/headers' }];
      return [{ kind: 'header-changed', what: name, before: before ?? 'absent', now: is, pointer }];
    }),
    ...metaChanges(capture, page),
    ...widened(allPolicies(page.headers, page.metaPolicies), allPolicies(now, capture.metaPolicies)).map(
      ({ directive, sources }): RawFinding => ({
        kind: 'policy-weaker',
        what: directive,
        now: sources.join(' '),
        pointer: '/headers',
      }),
    ),
  ];
}

function metaChanges(capture: PageCapture, page: ApprovedPage): readonly RawFinding[] {
  const now = capture.metaPolicies.map(withoutNonce).join(', ');
  const before = page.metaPolicies.join(', ');
  if (now === before) return [];
  const what = 'content-security-policy in the page';
  return now === ''
    ? [{ kind: 'header-gone', what, before, pointer: '/metaPolicies' }]
    : [{ kind: 'header-changed', what, before: before || 'absent', now, pointer: '/metaPolicies' }];
}

function allPolicies(
  headers: Readonly<Record<string, string>>,
  meta: readonly string[],
): readonly ContentPolicy[] {
  return [headers[POLICY_HEADER] ?? '', ...meta].flatMap(parsePolicies);
}

/** What is wrong with the policy of a page, whatever was approved. */
export function policySigns(capture: PageCapture): readonly RawFinding[] {
  const sent = parsePolicies(capture.headers[POLICY_HEADER] ?? '');
  const inPage = capture.metaPolicies.flatMap(parsePolicies);
  if (sent.length === 0 && inPage.length === 0)
    return [{ kind: 'policy-absent', what: POLICY_HEADER, pointer: '/headers' }];
  const onlyInPage: RawFinding[] =
    sent.length === 0 ? [{ kind: 'policy-in-page', what: POLICY_HEADER, pointer: '/metaPolicies' }] : [];
  // Several policies hold at once: what one of them forbids is forbidden.
  const wide = [...sent, ...inPage].map(wideIn);
  const common = (wide[0] ?? []).filter(({ what }) =>
    wide.every((each) => each.some((one) => one.what === what)),
  );
  return [
    ...onlyInPage,
    ...common.map(
      ({ what, why }): RawFinding => ({ kind: 'policy-wide', what, how: why, pointer: '/headers' }),
    ),
  ];
}
