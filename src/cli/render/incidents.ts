// SPDX-License-Identifier: Apache-2.0
// What `detect` says: incidents, the worst first, each with its time line and what it rests on.
import { plural } from '../../core/counted.ts';
import { type Incident, inShort, LEVELS, type TakenStep, type TimelineEntry } from '../../monitor/index.ts';
import { levelPaint } from './levels.ts';
import { clock, day, span } from './moments.ts';
import type { Style } from './style.ts';
import { padRight, shorten, width, wrap } from './width.ts';

/** Incidents told in full, and listed by title, before `--all`. */
const TOLD = 5;
const LISTED = 12;
/** Lines of a time line before `--all`. */
const TOLD_ENTRIES = 8;
const TIME_COLUMNS = 20;

/** Lines that end without a line end; none when there is no incident. */
export function incidentLines(incidents: readonly Incident[], style: Style, all: boolean): readonly string[] {
  const strong = incidents.filter((incident) => !isWeak(incident));
  const weak = all ? 0 : incidents.length - strong.length;
  const told = all ? incidents : strong.slice(0, TOLD);
  const listed = all ? [] : strong.slice(TOLD, TOLD + LISTED);
  const hidden = all ? 0 : strong.length - told.length - listed.length;
  return [
    ...told.flatMap((incident, index) => [
      ...(index === 0 ? [] : ['']),
      ...oneIncident(incident, index + 1, style, all),
    ]),
    ...(listed.length === 0
      ? []
      : [
          '',
          `${style.bold(`${listed.length + hidden} more ${listed.length + hidden === 1 ? 'incident' : 'incidents'}`)} ${style.dim('(--all tells them)')}`,
        ]),
    ...listed.map((incident) => listedLine(incident, style)),
    ...(hidden > 0 ? [style.dim(`  and ${hidden.toLocaleString('en')} more`)] : []),
    ...(weak === 0
      ? []
      : [
          ...(told.length === 0 ? [] : ['']),
          style.dim(`${amount(weak, 'weak sign')} below medium (--all tells them)`),
        ]),
  ];
}

/** Below medium something is worth a look when there is time; it is no incident that anybody is called for. */
export function isWeak({ level }: Pick<Incident, 'level'>): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf('medium');
}

function oneIncident(incident: Incident, number: number, style: Style, all: boolean): readonly string[] {
  const bar = style.dim(style.glyphs.bar);
  const room = style.columns - 3;
  const inside = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => (line === '' ? bar : `${bar}  ${line}`));
  return [
    ...heading(incident, number, style),
    ...inside([
      ...wrap(style.safe(incident.fingerprint), room).map(style.cyan),
      ...joinedParts(facts(incident), room, style).map(style.dim),
      ...affectedLines(incident, room, style),
      '',
      ...timeline(incident, room, style, all),
      '',
      ...stepLines(incident.steps, room, style),
    ]),
    ...ending(incident, style),
  ];
}

function heading({ title, level, first, last }: Incident, number: number, style: Style): readonly string[] {
  const { glyphs } = style;
  const right = `${level}${last > first ? ` ${glyphs.dot} ${span(last - first)}` : ''}`;
  const paint = levelPaint(level, style);
  const lines = wrap(style.safe(title), style.columns - 6);
  const used = 6 + String(number).length + width(lines[0] as string) + width(right);
  const head = style.dim(glyphs.top + glyphs.line);
  if (lines.length === 1 && used + 2 <= style.columns)
    return [
      `${head} ${number} ${style.bold(lines[0] as string)} ${style.dim(glyphs.line.repeat(style.columns - used - 1))} ${paint(right)}`,
    ];
  const bar = style.dim(glyphs.bar);
  return [
    ...lines.map((line, index) => `${index === 0 ? `${head} ${number}` : `${bar}   `} ${style.bold(line)}`),
    `${bar}    ${paint(right)}`,
  ];
}

function facts({ first, last, alerts, state, techniques, threats, timeline }: Incident): readonly string[] {
  const rules = new Set(timeline.map(({ rule }) => rule.id)).size;
  const when =
    first === 0
      ? 'no event tells a time'
      : day(first) === day(last)
        ? day(first)
        : `${day(first)} to ${day(last)}`;
  return [
    when,
    `${amount(alerts, 'alert')} of ${amount(rules, 'rule')}`,
    ...(state === 'open' ? [] : [state]),
    ...(techniques.length === 0 ? [] : [techniques.join(' ')]),
    ...(threats.length === 0 ? [] : [`${threats.length === 1 ? 'threat' : 'threats'} ${threats.join(', ')}`]),
  ];
}

function affectedLines({ affected }: Incident, room: number, style: Style): readonly string[] {
  if (affected.length === 0) return [];
  const parts = affected.map(({ key, count, more, values }) => {
    const shown = values.slice(0, 3).map(style.safe).join(' ');
    return `${count.toLocaleString('en')}${more ? '+' : ''} ${key}${count === 1 ? '' : 's'}: ${shown}${count > 3 ? ` ${style.glyphs.ellipsis}` : ''}`;
  });
  return joinedParts(['affected', ...parts], room, style);
}

function timeline(
  { timeline: entries, folded }: Incident,
  room: number,
  style: Style,
  all: boolean,
): readonly string[] {
  const told = all ? entries : entries.slice(0, TOLD_ENTRIES);
  const rest = entries.slice(told.length);
  const hidden = rest.reduce((sum, { count }) => sum + count, folded);
  return [
    ...told.flatMap((entry) => entryLines(entry, room, style)),
    ...(hidden === 0 ? [] : [style.dim(`${' '.repeat(TIME_COLUMNS)}and ${amount(hidden, 'more alert')}`)]),
  ];
}

function entryLines(entry: TimelineEntry, room: number, style: Style): readonly string[] {
  const { rule, from, count, at, about, similarity, evidence, reasons } = entry;
  const wide = room - TIME_COLUMNS;
  const indent = ' '.repeat(TIME_COLUMNS);
  const times = count === 1 ? '' : ` ${style.dim(`${count.toLocaleString('en')}×`)}`;
  const [first = '', ...more] = wrap(
    style.safe(rule.title),
    wide - (count === 1 ? 0 : String(count).length + 2),
  );
  const place = `${style.safe(at.file)}:${at.line}`;
  const joined =
    similarity === undefined
      ? []
      : [
          `joined ${similarity.toFixed(2)} by ${evidence
            .slice(0, 2)
            .map(({ text }) => style.safe(text))
            .join(', ')}`,
        ];
  const isJoinedBy = evidence.slice(0, 2).some(({ text }) => text === about);
  const notes = [place, ...(about === '' || isJoinedBy ? [] : [style.safe(about)]), ...joined];
  return [
    `${style.dim(padRight(from === 0 ? '' : clock(from), 9))}${levelPaint(rule.level, style)(padRight(SHORT[rule.level], TIME_COLUMNS - 9))}${first}${times}`,
    ...more.map((line) => indent + line),
    ...reasons.slice(0, 2).flatMap((reason) => wrap(style.safe(reason), wide).map((line) => indent + line)),
    ...joinedParts(notes, wide, style).map((line) => indent + style.dim(line)),
  ];
}

const SHORT: Readonly<Record<(typeof LEVELS)[number], string>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

function stepLines(steps: readonly TakenStep[], room: number, style: Style): readonly string[] {
  const attacks = [...new Set(steps.map(({ path }) => path))];
  return attacks.flatMap((path) => {
    const own = steps.filter((step) => step.path === path);
    const [first] = own as [TakenStep, ...TakenStep[]];
    return [
      ...wrap(style.safe(`Attack path: ${first.title} on ${first.target}`), room).map(style.bold),
      ...own.flatMap(({ step, of, text, isGoal, seenBy }) =>
        wrap(style.safe(text), room - 9)
          .map((line, index) =>
            index > 0
              ? ' '.repeat(9) + line
              : `${isGoal ? style.red(style.glyphs.insecure) : style.yellow(style.glyphs.arrow)} ${padRight(`${step} of ${of}`, 7)}${line}`,
          )
          .concat(
            wrap(style.safe(`seen by ${seenBy}`), room - 9).map((line) => ' '.repeat(9) + style.dim(line)),
          ),
      ),
      '',
    ];
  });
}

function ending({ example, cause }: Incident, style: Style): readonly string[] {
  const bar = style.dim(style.glyphs.bar);
  const corner = style.dim(style.glyphs.bottom + style.glyphs.line);
  const room = style.columns - 17;
  const line = (label: string, at: typeof cause): string => {
    const place = `${style.safe(at.at.file)}:${at.at.line}`;
    return `${padRight(label, 13)} ${shorten(`${place} ${style.glyphs.dot} ${style.safe(inShort(at.event))}`, room, style.glyphs.ellipsis)}`;
  };
  const isSame = example.at.file === cause.at.file && example.at.line === cause.at.line;
  return [
    ...(isSame ? [] : [`${bar}  ${line('began with', cause)}`]),
    `${corner} ${line('look first at', example)}`,
  ];
}

function listedLine({ title, level, first }: Incident, style: Style): string {
  const right = `${level}${first === 0 ? '' : `, ${day(first)} ${clock(first)}`}`;
  const room = style.columns - width(right) - 6;
  const text = shorten(style.safe(title), room, style.glyphs.ellipsis);
  return `  ${levelPaint(level, style)(style.glyphs.insecure)} ${padRight(text, room + 1)} ${style.dim(right)}`;
}

/** Parts joined with dots, broken between them where they fit. */
function joinedParts(parts: readonly string[], room: number, style: Style): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last} ${style.glyphs.dot} ${part}`;
    if (last !== undefined && width(joined) <= room) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.flatMap((line) => wrap(line, room));
}

/** As `counted`, with thousands apart: events are many. */
export function amount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${plural(count, noun)}`;
}
