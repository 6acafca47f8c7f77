// SPDX-License-Identifier: Apache-2.0
import type { Observation } from '../contract.ts';

/** Latitude and longitude, degrees WGS 84. */
export type Point = readonly [lat: number, lon: number];

/** Mean radius of the Earth in metres (IUGG). */
const RADIUS = 6_371_008.8;

export function positionOf({ features }: Observation): Point | undefined {
  const { lat, lon } = features;
  if (typeof lat !== 'number' || typeof lon !== 'number') return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : undefined;
}

/** Metres on the great circle, by the haversine (R. W. Sinnott 1984). */
export function metres(a: Point, b: Point): number {
  const half = (degrees: number): number => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cos = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const chord = half(b[0] - a[0]) + cos(a[0]) * cos(b[0]) * half(b[1] - a[1]);
  return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Metres from a point to a line of points; on a plane around the point, which is right to a metre over some 50 km. */
export function metresToLine(point: Point, line: readonly Point[]): number {
  if (line.length === 0) return Number.POSITIVE_INFINITY;
  const flat = line.map((each) => plane(each, point));
  let least = Math.hypot(...(flat[0] as readonly [number, number]));
  for (let i = 1; i < flat.length; i++) {
    const [ax, ay] = flat[i - 1] as readonly [number, number];
    const [bx, by] = flat[i] as readonly [number, number];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length));
    least = Math.min(least, Math.hypot(ax + along * (bx - ax), ay + along * (by - ay)));
  }
  return least;
}

function plane([lat, lon]: Point, [originLat, originLon]: Point): readonly [number, number] {
  const scale = (RADIUS * Math.PI) / 180;
  return [(lon - originLon) * scale * Math.cos((originLat * Math.PI) / 180), (lat - originLat) * scale];
}
