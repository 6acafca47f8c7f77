// SPDX-License-Identifier: Apache-2.0
// An incident for the terminal: where it stands, what is next, and everything that happened.
import { counted } from '../../core/counted.ts';
import {
  EDGES,
  type Incident,
  type ObligationsReport,
  openClocks,
  overdueTasks,
  timesOf,
} from '../../respond/index.ts';
import type { Place } from '../incident/place.ts';
import { span } from './moments.ts';
import type { Style } from './style.ts';
import { euros } from './summary.ts';
import { wrap } from './width.ts';

/** Attacks listed; the rest is counted. */
const MAX_NEXT = 8;
const MAX_CUTS = 5;

export function incidentText(
  incident: Incident,
  duties: ObligationsReport,
  place: Place | undefined,
  now: number,
  style: Style,
): string {
  const blocks = [
    headLines(incident, duties, now, style),
    ...(incident.machine.assets.size === 0 ? [] : [assetLines(incident, style)]),
    ...(incident.tasks.size === 0 ? [] : [taskLines(incident, style)]),
    ...(place === undefined ? [] : [placeLines(place, style)]),
    timelineLines(incident, style),
    ...(incident.faults.length === 0 ? [] : [faultLines(incident, style)]),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** One line an incident. */
export function incidentLine({ id, title, machine, owner }: Incident, style: Style): string {
  const text = `${id}  ${machine.phase}  TLP:${machine.tlp.toUpperCase()}  ${title}${owner === undefined ? '' : `  (${owner})`}`;
  return `${style.safe(text)}\n`;
}

function headLines(incident: Incident, duties: ObligationsReport, now: number, style: Style): string[] {
  const { id, title, machine, owner, cost, mergedInto } = incident;
  const next = EDGES.filter(({ from }) => from === machine.phase).map(({ to }) => to);
  const clocks = openClocks(duties).length;
  const facts = [
    `Phase ${machine.phase}${mergedInto === undefined ? '' : ` into ${mergedInto}`}${next.length === 0 ? '' : `; next ${next.join(', ')}`}`,
    `${counted(clocks, 'report')} of duties open; people affected: ${machine.persons}; evidence hold: ${machine.hold}`,
    ...(owner === undefined ? [] : [`Led by ${owner}`]),
    ...(cost === 0 ? [] : [`Cost so far ${euros(cost)}`]),
    ...timeTexts(incident),
    ...overdueTasks(incident, now).map((task) => `Task ${task} is overdue`),
  ];
  return [
    ...wrap(style.safe(`${id}: ${title} (TLP:${machine.tlp.toUpperCase()})`), style.columns).map(style.bold),
    ...facts.flatMap((fact) => wrap(style.safe(fact), style.columns - 2).map((line) => `  ${line}`)),
  ];
}

function timeTexts(incident: Incident): string[] {
  const told = Object.entries(timesOf(incident)).map(
    ([name, seconds]) => `to ${name} ${span(seconds * 1000)}`,
  );
  return told.length === 0 ? [] : [`Time ${told.join(', ')}`];
}

function assetLines({ machine }: Incident, style: Style): string[] {
  return [
    style.bold('Assets hit'),
    ...[...machine.assets].map(
      ([asset, { backup, recovered }]) =>
        `  ${style.safe(asset)}  ${recovered ? 'recovered' : backup ? 'backup verified' : style.yellow('backup not verified')}`,
    ),
  ];
}

function taskLines({ tasks }: Incident, style: Style): string[] {
  return [
    style.bold('Tasks'),
    ...[...tasks.values()].flatMap(({ task, text, owner, due, done }) =>
      wrap(
        style.safe(
          `${done === undefined ? '[ ]' : '[x]'} ${task}: ${text}${owner === undefined ? '' : ` (${owner})`}${due === undefined ? '' : `, due ${due}`}`,
        ),
        style.columns - 2,
      ).map((line) => `  ${line}`),
    ),
  ];
}

function placeLines({ has, next, cuts }: Place, style: Style): string[] {
  const indent = (text: string) => wrap(style.safe(text), style.columns - 2).map((line) => `  ${line}`);
  return [
    style.bold('What the attacker can do next'),
    ...indent(`From ${has.join(', ')}: ${counted(next.length, 'attack')}`),
    ...next
      .slice(0, MAX_NEXT)
      .flatMap(({ title, target, severity, days, steps }) =>
        indent(
          `${severity}: ${title} on ${target}, ${counted(steps, 'step')}, about ${days.toFixed(1)} days`,
        ),
      ),
    ...(next.length > MAX_NEXT ? indent(`and ${next.length - MAX_NEXT} more; --json lists all`) : []),
    style.bold('What cuts most'),
    ...(cuts.length === 0 ? indent('No measure of the pack stops any of them alone') : []),
    ...cuts
      .slice(0, MAX_CUTS)
      .flatMap(({ name, on, removes, cost }) => indent(`${name} on ${on}: stops ${removes}, ${euros(cost)}`)),
  ];
}

function timelineLines({ timeline }: Incident, style: Style): string[] {
  return [
    style.bold('Timeline'),
    ...timeline.flatMap(({ entry, time, actor, event }) =>
      wrap(
        style.safe(`${time}  #${entry}  ${actor}: ${event.name} ${told(event.body)}`),
        style.columns - 2,
      ).map((line) => `  ${line}`),
    ),
  ];
}

function told(body: object): string {
  return Object.entries(body)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function faultLines({ faults }: Incident, style: Style): string[] {
  return [
    style.red('Entries that count for nothing'),
    ...faults.flatMap(({ entry, reasons }) =>
      wrap(style.safe(`#${entry}: ${reasons.join('; ')}`), style.columns - 2).map((line) => `  ${line}`),
    ),
  ];
}
