// SPDX-License-Identifier: Apache-2.0
// A text of a pack in which commands and words of machines stand in backticks. It stays text: nothing in it becomes markup.
import { codedParts } from './coded-parts.ts';

export function Coded({ text }: { readonly text: string }) {
  return codedParts(text).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names of their own and keep their order
    at % 2 === 1 ? <code key={at}>{part}</code> : part,
  );
}
