// SPDX-License-Identifier: Apache-2.0

/** What is known of an effect after a crash between its intent and its outcome; the more certain first. */
export const CERTAINTIES = ['idempotent', 'probeable', 'blind'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** RFC 9110 §9.2.2. */
const IDEMPOTENT_METHOD = /^\s*(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE)\b/;

/** Commands that a person does, and those that only look. */
export const LOOKS: ReadonlySet<string> = new Set([
  'manual',
  'sigma',
  'yara',
  'kestrel',
  'elastic',
  'jupyter',
]);

/**
 * What a command promises by itself. Asking a person twice does no harm: they see that it is done. Of a program nothing can be
 * known, unless there is a way to look, or its maker says that it may be done again.
 */
export function certaintyOf(type: string, command: string, canProbe: boolean): Certainty {
  if (LOOKS.has(type)) return 'idempotent';
  // The id of the operation is ours.
  if (type === 'caldera-cmd') return 'probeable';
  if (type === 'http-api' && IDEMPOTENT_METHOD.test(command)) return 'idempotent';
  return canProbe ? 'probeable' : 'blind';
}
