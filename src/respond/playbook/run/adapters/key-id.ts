// SPDX-License-Identifier: Apache-2.0
import { sha256 } from '../../../../core/digest.ts';

/** The id of an effect for services that want a UUID of version 4 (RFC 9562 §5.4): the same at every attempt. */
export function idOfKey(key: string): string {
  const hex = sha256(key).slice('sha256:'.length);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
