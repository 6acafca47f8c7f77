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
    'Share of the value delivered. Dashed: without. Solid: with the chosen measures. Shaded: what they avoid.',
  legend:
    'A bar in a box is the level that is delivered; a ring is a buffer that drains; a moving line leads from the failure that decided. Hatched: up but wrong. Dotted: read by somebody. Click a box to ask why.',
  picture: '{n}, picture',
  up: 'up',
  down: 'down',
  buffer: 'lives on its buffer',
  why: 'Why',
  ask: 'Choose a box that is down.',
  'no-part': 'It has no part in an outage of a service on this side.',
  prevented: 'One measure would have prevented this outage: {n}',
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
