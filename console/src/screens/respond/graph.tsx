// SPDX-License-Identifier: Apache-2.0
// A playbook as a picture, with how far each step is. What it says is in words in the list beneath it.
import { useEffect, useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { withoutTicks } from '../../parts/coded-parts.ts';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import { type Block, type Box, draw, type Label } from './layout.ts';
import { type Progress, SHAPES, toneOf } from './marks.tsx';

type Branch = Block['branches'][number];

/** Characters on one line of a box, and lines. */
const [LINE, LINES] = [24, 2];

export function Graph({
  outline,
  progress,
}: {
  readonly outline: readonly Block[];
  /** Step → how far it is; absent before a run. */
  readonly progress?: ReadonlyMap<string, Progress>;
}) {
  const { say } = useWords();
  const { width, height, boxes, labels, lines } = draw(outline);
  const [wide, high] = [width + 4, height + 4];
  const name = say('graph.name', { count: boxes.length });
  const frame = useRef<HTMLElement>(null);
  const start = boxes[0] === undefined ? 0 : boxes[0].x + boxes[0].width / 2;
  // Where it is wider than the window its first step is in the middle.
  useEffect(() => {
    if (frame.current !== null) frame.current.scrollLeft = start - frame.current.clientWidth / 2;
  }, [start]);
  return (
    // A picture wider than the window is moved by keys too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="graph" ref={frame} tabIndex={0} aria-label={name}>
      <svg viewBox={`-2 -2 ${wide} ${high}`} width={wide} height={high} role="img" aria-label={name}>
        {lines.map(({ points, back }) => (
          <polyline
            key={points.join(' ')}
            points={points.map((point) => point.join(',')).join(' ')}
            className={back ? 'way back' : 'way'}
          />
        ))}
        {boxes.map((box) => (
          <BoxMark
            key={`${box.block.step} ${box.x} ${box.y}`}
            box={box}
            progress={progress?.get(box.block.step)}
          />
        ))}
        {labels.map((label) => (
          <LabelMark key={`${label.x} ${label.y}`} label={label} />
        ))}
      </svg>
    </section>
  );
}

function BoxMark({ box, progress }: { readonly box: Box; readonly progress: Progress | undefined }) {
  const { say } = useWords();
  const { block, x, y, width, height } = box;
  const isAction = block.type === 'action' || block.type === 'playbook-action';
  const name = isAction
    ? visible(withoutTicks(told('recovery', withoutMarks(block.name))))
    : say(`graph.${block.type}`);
  const lines = wrapped(name);
  return (
    <g className={progress === undefined ? `box ${block.type}` : `box ${block.type} ${toneOf(progress)}`}>
      <title>{progress === undefined ? name : `${name}: ${say(`effect.${effectOf(progress)}`)}`}</title>
      <rect x={x} y={y} width={width} height={height} rx={isAction ? 4 : 16} />
      {lines.map((line, at) => (
        <text key={line} x={x + 12} y={y + height / 2 + 4 + (at - (lines.length - 1) / 2) * 15}>
          {line}
        </text>
      ))}
      {progress === undefined ? null : (
        <g transform={`translate(${x + width - 18} ${y + 6})`}>{SHAPES[progress]}</g>
      )}
    </g>
  );
}

function LabelMark({ label: { branch, x, y } }: { readonly label: Label }) {
  const { say } = useWords();
  return (
    <text x={x} y={y} className="branch" textAnchor="middle">
      <title>{branchText(branch, say)}</title>
      {cut(branchText(branch, say), LINE + 2)}
    </text>
  );
}

/** What leads into a branch, in words. */
export function branchText({ kind, label }: Branch, say: ReturnType<typeof useWords>['say']): string {
  const said = say(`graph.${kind}`);
  return label === '' || kind === 'false' ? said : `${said} ${visible(plain(label))}`;
}

/** `__by_third_party__:value = 'true'` as `by third party = true`. */
function plain(condition: string): string {
  return withoutMarks(condition).replaceAll("'", '');
}

/** A text of a playbook in which variables stand: `Block __script__:value` as `Block script`. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/__([A-Za-z0-9_-]+?)__:value/g, (_, name: string) => name.replaceAll('_', ' '));
}

function effectOf(progress: Progress): 'asked' | 'parked' | 'begun' | 'done' | 'failed' | 'open' {
  if (progress === 'success') return 'done';
  if (progress === 'failure') return 'failed';
  return progress === 'waiting' ? 'parked' : progress;
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length <= LINE || line === '') line = next;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const shown = lines.slice(0, LINES).map((each) => cut(each, LINE));
  const last = shown.at(-1) ?? '';
  return lines.length > LINES ? [...shown.slice(0, -1), `${cut(last, LINE - 1)}…`] : shown;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

type Effects = Answer<'run'>['report']['effects'];
const WORST: readonly Progress[] = ['failed', 'asked', 'parked', 'begun', 'open', 'done'];

/** Of several commands of a step the one that needs somebody most says how far it is. */
export function progressOf(effects: Effects): ReadonlyMap<string, Progress> {
  const found = new Map<string, Progress>();
  for (const { step, state } of effects) {
    const before = found.get(step);
    if (before === undefined || WORST.indexOf(state) < WORST.indexOf(before)) found.set(step, state);
  }
  return found;
}
