// SPDX-License-Identifier: Apache-2.0

/** Mean radius of the Earth in metres (IUGG). */
const RADIUS = 6_371_008.8;

/** Great-circle distance in metres by the haversine formula; undefined for what is no position in degrees. */
export function distanceInMetres(lat1: number, lon1: number, lat2: number, lon2: number): number | undefined {
  if (Math.abs(lat1) > 90 || Math.abs(lat2) > 90 || Math.abs(lon1) > 180 || Math.abs(lon2) > 180)
    return undefined;
  const radians = Math.PI / 180;
  const half = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2;
  const chord = half(lat2 - lat1) + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * half(lon2 - lon1);
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}
