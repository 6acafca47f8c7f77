// SPDX-License-Identifier: Apache-2.0
import { HttpRefusal } from '../../platform/index.ts';

/**
 * The address by which people open the server, as the operator states it: `https://security.shop.example`. Never the Host
 * field of a request, which whoever asks chooses. Undefined: none is known.
 */
export type Site = () => string | undefined;

/** @throws HttpRefusal 409 when there is none. */
export function siteOf(site: Site): URL {
  const address = site();
  if (address === undefined)
    throw new HttpRefusal(409, 'The server knows no public address: state `public` in access.yaml');
  return new URL(address);
}
