// SPDX-License-Identifier: Apache-2.0
import type { ReplayWord } from '../../../replay/index.ts';

/** Of the elements around the drawing. */
type PageWord =
  | 'play'
  | 'pause'
  | 'time'
  | 'level'
  | 'legend'
  | 'ask'
  | 'table'
  | 'asset'
  | 'delivers'
  | 'text';

/** What the replay says on the page of `simulate`; games have the same words in each language of the pack, as `replay-…`. */
export const REPLAY_WORDS = {
  play: 'Play',
  pause: 'Pause',
  time: 'Time',
  without: 'Without measures',
  with: 'With the chosen measures',
  level: '{n} % of the value is delivered',
  curve:
    'Share of the value delivered. Dashed: without. Solid: with the chosen measures. Shaded: what they avoid. Pale: where nine of ten runs lie.',
  legend: 'Marks in the picture. Click a box to ask why.',
  'legend-bar': 'bar: the level that is delivered',
  'legend-down': 'dashed frame: down',
  'legend-part': 'thick frame: delivers less',
  'legend-ring': 'ring: a buffer that drains',
  'legend-wrench': 'wrench: a repair under way',
  'legend-detour': 'bent arrow: works by its fallback',
  'legend-straw': 'moving line: from the failure that decided',
  'legend-wrong': 'hatched: up but wrong',
  'legend-leaks': 'dotted: read by somebody',
  'legend-way': 'dotted line: how that came in',
  picture: '{n}, picture',
  up: 'up',
  down: 'down',
  buffer: 'lives on its buffer',
  why: 'Why',
  ask: 'Choose a box that is down.',
  'no-part': 'It has no part in an outage of a service on this side.',
  prevented: 'One measure would have prevented this outage: {n}',
  'none-alone': 'None of {n} measures that were tried would have prevented this alone.',
  repairing: 'being repaired',
  fallback: 'works by its fallback',
  'fallback-told': '{n} works by its fallback {of}',
  band: '{n}: {of} of the value in nine of ten runs',
  eased: 'The one that helps most: {n}. It leaves {of} of it.',
  fails: '{n} fails',
  taken: '{n} is taken off',
  stops: '{n} stops ({of})',
  falls: '{n} slows down ({of})',
  left: '{n} of {of} it needs left',
  held: 'held out {n}',
  untouched: 'No service is touched.',
  wrong: 'wrong',
  leaks: 'leaks',
  'mark-wrong': '{n} up but wrong {of}',
  'mark-read': '{n} read by somebody {of}',
  'is-wrong': '{n} is wrong',
  altered: '{n} was altered',
  exposed: '{n} is read by somebody',
  noticed: 'Noticed at {n}',
  'outage-down': '{n} down {of}',
  'outage-part': '{n} slowed down {of}',
  end: 'to the end',
  for: 'for {n}',
  table: 'All changes as a table',
  asset: 'Asset',
  delivers: 'Delivers',
  text: 'As text',
  days: 'Mon Tue Wed Thu Fri Sat Sun',
  minutes: '{n} min',
  hours: '{n} h',
  'span-days': '{n} days',
} as const satisfies Readonly<Record<ReplayWord | PageWord, string>>;
