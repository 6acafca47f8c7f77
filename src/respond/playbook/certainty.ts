// SPDX-License-Identifier: Apache-2.0

/** What is known of an effect after a crash between its intent and its outcome; the more certain first. */
export const CERTAINTIES = ['idempotent', 'probeable', 'blind'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** RFC 9110 §9.2.2. */
const IDEMPOTENT_METHOD = /^\s*(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE)\b/;

/**
 * What a command promises by itself. Asking a person twice does no harm: they see that it is done. Of a program nothing can be
 * known, unless there is a way to look.
 */
export function certaintyOf(type: string, command: string, canProbe: boolean): Certainty {
  if (type === 'manual') return 'idempotent';
  if (type === 'http-api' && IDEMPOTENT_METHOD.test(command)) return 'idempotent';
  return canProbe ? 'probeable' : 'blind';
}
