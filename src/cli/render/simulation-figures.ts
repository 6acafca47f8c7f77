// SPDX-License-Identifier: Apache-2.0
// How times, counts and money of a simulation are written.

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Fri 17:00`, with the week when it is not the first. */
export function moment(hourOfWeek: number): string {
  const minutes = Math.floor(hourOfWeek * 60 + 1e-6);
  const [day, hour, minute] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const week = Math.floor(day / 7);
  const clock = `${DAY_NAMES[day % 7]} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return week === 0 ? clock : `${clock} +${week}w`;
}

export function span(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  if (hours < 48) return `${round(hours)} h`;
  return `${round(hours / 24)} days`;
}

export function round(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}

export function money(eur: number): string {
  return `EUR ${count(eur)}`;
}
