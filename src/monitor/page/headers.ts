// SPDX-License-Identifier: Apache-2.0

/** Headers that decide what may run on a page and who may frame or read it. */
const DECISIVE = [
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'permissions-policy',
  'referrer-policy',
  'report-to',
  'reporting-endpoints',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
];

/** Headers of which the absence of a policy is as bad as another one. */
export const POLICY_HEADER = 'content-security-policy';

/** The headers that count, what changes with every answer made equal. */
export function decisiveHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    DECISIVE.flatMap((name) => {
      const value = headers[name];
      return value === undefined
        ? []
        : [
            [
              name,
              value
                .trim()
                .replaceAll(/\s+/g, ' ')
                .replaceAll(/'nonce-[^'\s]*'/gi, "'nonce-…'"),
            ],
          ];
    }),
  );
}
