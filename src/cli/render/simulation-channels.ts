// SPDX-License-Identifier: Apache-2.0
// What was delivered wrong and what leaked, as text: how much, when, and by which way it came in.
import type { Side } from '../../cascade/index.ts';
import { preventedLines, type When } from './prevented.ts';
import { count, moment, money, span } from './simulation-figures.ts';
import type { Style } from './style.ts';

type Mark = Side['replay']['marks'][number];
type Notice = Side['replay']['notices'][number];

export type Named = (id: string) => string;

/** Nothing when all harm is what was not delivered. */
export function channelLines({ eurBy, services, records }: Side, named: Named, style: Style): string[] {
  const wrong = services.filter((each) => each.wrong.p95 > 0.5);
  const leaked = records.filter((each) => each.leaked.p95 > 0.5);
  if (wrong.length + leaked.length === 0) return [];
  const { availability, integrity, confidentiality } = eurBy;
  return [
    `           of it, each by its median: ${money(availability.p50)} not delivered, ${money(integrity.p50)} delivered wrong, ${money(confidentiality.p50)} leaked`,
    ...wrong.map(
      ({ asset, unit, wrong: units, right }) =>
        `           ${style.red(`${count(units.p50)} ${style.safe(unit)} delivered wrong`)} ${style.dim(`at ${named(asset)}${rightText(right)}`)}`,
    ),
    ...leaked.map(
      ({ asset, unit, leaked: units }) =>
        `           ${style.red(`${count(units.p50)} ${style.safe(unit)} leaked`)} ${style.dim(`at ${named(asset)}`)}`,
    ),
  ];
}

function rightText(right: number | null): string {
  if (right === null) return ', not all put right within the horizon';
  return right === 0 ? '' : `, all put right after ${span(right)}`;
}

/** The services and records that were wrong or read in the run that is told, and when that was noticed. */
export function markLines(
  { replay, services, records }: Side,
  when: When,
  named: Named,
  style: Style,
): string[] {
  const counted = {
    integrity: new Set(services.map(({ asset }) => asset)),
    confidentiality: new Set(records.map(({ asset }) => asset)),
  };
  const shown = replay.marks.filter(({ channel, asset }) => counted[channel].has(asset));
  const others = new Set(replay.marks.filter((mark) => !shown.includes(mark)).map(({ asset }) => asset));
  return [
    ...shown.flatMap((mark) => linesOf(mark, when, named, style)),
    ...(others.size === 0
      ? []
      : [`             ${style.dim(`wrong or read on the way: ${[...others].map(named).join(', ')}`)}`]),
    ...replay.notices.map(
      (notice) => `  ${moment(when.startHour + notice.hour)}  ${noticeText(notice, named)}`,
    ),
  ];
}

function linesOf(mark: Mark, { startHour, tried }: When, named: Named, style: Style): string[] {
  const { asset, channel, data, from, until, why } = mark;
  const state = channel === 'integrity' ? 'wrong' : 'read by somebody';
  const of = data === null ? '' : ` (${style.safe(data)})`;
  const end = until === null ? 'to the end' : `for ${span(until - from)}`;
  const chain = why.slice(1).map((step, index) => {
    const isSource = index === why.length - 2;
    return `because ${named(step.asset)} ${isSource ? 'was altered' : 'is wrong'} at ${moment(startHour + step.hour)}`;
  });
  return [
    `  ${moment(startHour + from)}  ${style.bold(named(asset))} ${style.yellow(state)}${of} ${end}`,
    ...chain.map((text, index) => `${' '.repeat(15 + 2 * Math.min(index, 6))}${style.dim(text)}`),
    ...preventedLines(mark, tried, style),
  ];
}

const NOTICED = {
  told: 'Somebody notices',
  check: 'A check stops something on its way in, and tells',
  watch: 'Whoever watches notices',
} as const;

function noticeText({ by, asset, channel }: Notice, named: Named): string {
  const what = channel === 'integrity' ? 'what is wrong' : 'that somebody reads';
  return by === 'check' ? `${NOTICED.check}: ${named(asset)}` : `${NOTICED[by]} ${what}, at ${named(asset)}`;
}
