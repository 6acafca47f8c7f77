// SPDX-License-Identifier: Apache-2.0

/** Longest address that is shown or kept. */
const MAX_ADDRESS = 2_000;

export function addressOf(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** Host with its port when it has one of its own; undefined for what goes nowhere (`data:`, `blob:`, nonsense). */
export function hostOf(address: string): string | undefined {
  const host = addressOf(address)?.host;
  return host === '' ? undefined : host;
}

/** Address without query and fragment, by which things are told apart; what is no address stays as it is. */
export function placeOf(address: string): string {
  const url = addressOf(address);
  if (url === undefined || url.host === '') return (address.split(',')[0] ?? '').slice(0, MAX_ADDRESS);
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, MAX_ADDRESS);
}
