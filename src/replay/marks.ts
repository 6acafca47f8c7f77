// SPDX-License-Identifier: Apache-2.0
// What is wrong or read while it is up: by pattern and words in the picture, and as text.
import type { Replay } from '../cascade/index.ts';
import { type Drawn, drawn } from './drawn.ts';
import { momentOf, nameIn, type ReplayView, type SideName, sideOf, spanOf } from './view.ts';

export type Mark = Replay['marks'][number];

/** Those of an asset at that hour. */
export function marksAt({ marks }: Replay, asset: string, hour: number): readonly Mark[] {
  return marks.filter(
    (mark) => mark.asset === asset && mark.from <= hour && (mark.until === null || hour < mark.until),
  );
}

/** `wrong` or `leaks`, each once. */
export function harmsIn(marks: readonly Mark[]): readonly ('wrong' | 'leaks')[] {
  return [...new Set(marks.map(({ channel }) => (channel === 'integrity' ? 'wrong' : 'leaks')))];
}

/** Hatches for what is wrong, dots for what leaks; each picture needs its own ids. */
export function patternsOf(of: SideName | 'legend'): Drawn {
  return drawn('defs', {}, patternOf('wrong', of), patternOf('leaks', of));
}

export function patternOf(harm: 'wrong' | 'leaks', of: SideName | 'legend'): Drawn {
  const units = { id: `${harm}-${of}`, patternUnits: 'userSpaceOnUse' } as const;
  return harm === 'wrong'
    ? drawn(
        'pattern',
        { ...units, width: 6, height: 6, patternTransform: 'rotate(45)' },
        drawn('line', { class: 'hatch', y1: 0, y2: 6 }),
      )
    : drawn(
        'pattern',
        { ...units, width: 7, height: 7 },
        drawn('circle', { class: 'dots', cx: 2, cy: 2, r: 1.4 }),
      );
}

export function markTitle(view: ReplayView, { channel, asset, from, until }: Mark): string {
  const { picture, say } = view;
  const end = until === null ? say('end') : say('for', spanOf(say, until - from));
  const says = say(channel === 'integrity' ? 'mark-wrong' : 'mark-read', nameIn(picture, asset), end);
  return `${momentOf(view, from)}  ${says}`;
}

/** From here back over the ways to what was altered or exposed. */
function markChain(view: ReplayView, { channel, why }: Mark): Drawn {
  const lines = why.map(({ hour, asset }, at) => {
    const word = at < why.length - 1 ? 'is-wrong' : channel === 'integrity' ? 'altered' : 'exposed';
    return drawn('li', {}, `${momentOf(view, hour)}  ${view.say(word, nameIn(view.picture, asset))}`);
  });
  return drawn('ol', { class: 'why' }, ...lines);
}

/** What is so, and from when on, with its reasons. */
export function markTold(view: ReplayView, mark: Mark): Drawn {
  return drawn('div', {}, drawn('strong', {}, markTitle(view, mark)), markChain(view, mark));
}

/** Each mark with its reasons, and when somebody noticed. */
export function marksTold(view: ReplayView, side: SideName): readonly Drawn[] {
  const { marks, notices } = sideOf(view, side);
  return [
    ...marks.map((mark) => markTold(view, mark)),
    ...notices.map(({ hour, asset }) =>
      drawn('p', {}, `${momentOf(view, hour)}  ${view.say('noticed', nameIn(view.picture, asset))}`),
    ),
  ];
}
