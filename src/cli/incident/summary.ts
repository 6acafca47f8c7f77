// SPDX-License-Identifier: Apache-2.0
// The answer of `incident show --json`: the fold as plain JSON.
import {
  type Incident,
  notificationOf,
  type ObligationsReport,
  openClocks,
  overdueTasks,
  timesOf,
} from '../../respond/index.ts';
import type { Place } from './place.ts';

export function incidentJson(
  incident: Incident,
  duties: ObligationsReport,
  place: Place | undefined,
  now: number,
): Readonly<Record<string, unknown>> {
  const { machine, reached, tasks, timeline, ...rest } = incident;
  return {
    schema: 'ensuresec/case/1',
    ...rest,
    phase: machine.phase,
    regions: { notification: notificationOf(duties), persons: machine.persons, hold: machine.hold },
    tlp: machine.tlp,
    assets: [...machine.assets].map(([asset, state]) => ({ asset, ...state })),
    reached: Object.fromEntries(reached),
    times: timesOf(incident),
    openClocks: openClocks(duties),
    tasks: [...tasks.values()],
    overdueTasks: overdueTasks(incident, now),
    timeline: timeline.map(({ event, ...at }) => ({ ...at, event: event.name, body: event.body })),
    ...(place === undefined ? {} : { place }),
  };
}
