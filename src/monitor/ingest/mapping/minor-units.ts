// SPDX-License-Identifier: Apache-2.0
import { textOf } from './text.ts';

/** Decimal places of currencies that have not two (ISO 4217, list one). */
const PLACES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
};

/** A decimal amount like `49.90` as a whole number of minor units; undefined when it is none, or has more places than the currency. */
export function minorUnits(amount: unknown, currency: unknown): number | undefined {
  const [, sign, whole, fraction = ''] =
    /^\s*([+-]?)(\d{1,12})(?:\.(\d{1,12}))?\s*$/.exec(textOf(amount) ?? '') ?? [];
  if (whole === undefined) return undefined;
  const places = (typeof currency === 'string' ? PLACES[currency.toUpperCase()] : undefined) ?? 2;
  if (/[1-9]/.test(fraction.slice(places))) return undefined;
  const units = Number(`${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
  if (!Number.isSafeInteger(units)) return undefined;
  return sign === '-' && units !== 0 ? -units : units;
}
