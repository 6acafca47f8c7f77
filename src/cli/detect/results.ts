// SPDX-License-Identifier: Apache-2.0
// What a run of `detect` found, as it is told.
import { type Alert, createFusion, type FusionKnowledge, incidentJson, LEVELS } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { alertLine, type Fired, firedLines, headline, type Unread } from '../render/alerts.ts';
import { forJsonLine } from '../render/escape.ts';
import { incidentLines, isWeak } from '../render/incidents.ts';
import type { BadRecord } from './events.ts';

const ALERT_SCHEMA = 'ensuresec/alert/1';

/** Only the first records that could not be read are told one by one. */
const MAX_TOLD = 5;

export interface Results {
  alerts(alerts: readonly Alert[]): void;
  bad(file: string, bad: BadRecord): void;
  /** Writes the incidents, or the summary; nothing without an event. */
  finish(events: number): void;
  /** Whether an alert or incident is at or above the level. */
  reaches(level: string): boolean;
  /** What is in that nobody knows. */
  unread(): Unread;
}

export interface ResultOptions {
  readonly lateness: number;
  /** With --json: whether incidents follow the alerts. */
  readonly withIncidents: boolean;
}

export function createResults(call: Call, knowledge: FusionKnowledge, options: ResultOptions): Results {
  const { io, style } = call;
  const [asJson, eachAlert, all] = ['json', 'alerts', 'all'].map((name) => call.options.flag(name));
  const fired = new Map<string, Fired>();
  const fusion = createFusion(knowledge, { lateness: options.lateness });
  let bad = 0;
  let cut = 0;
  return {
    alerts(alerts) {
      for (const alert of alerts) {
        count(fired, alert);
        fusion.accept(alert);
        if (asJson) io.stdout.write(forJsonLine(alertJson(alert)));
        else if (eachAlert) io.stdout.write(alertLine(alert, style));
      }
    },
    bad(file, { line, why, isRest }) {
      if (isRest === true) {
        cut++;
        call.say(`${call.aside.safe(file)}:${line}: ${why}`);
        return;
      }
      bad++;
      if (bad <= MAX_TOLD) call.say(`${call.aside.safe(file)}:${line}: left out: ${why}`);
    },
    finish(events) {
      fusion.end();
      const incidents = fusion.incidents();
      const strong = incidents.filter((incident) => !isWeak(incident));
      if (bad > MAX_TOLD) call.say(`… and ${bad - MAX_TOLD} more records that were left out`);
      if (fusion.forgotten > 0)
        call.say(`${fusion.forgotten} closed incidents of lower level are counted only, to bound the memory`);
      if (events === 0) return;
      if (asJson) {
        if (options.withIncidents)
          for (const incident of all ? incidents : strong)
            io.stdout.write(forJsonLine(incidentJson(incident)));
        return;
      }
      const found = [...fired.values()];
      const lines = headline(
        { fired: found, incidents: strong.length, worst: strong[0]?.level, events, unread: { bad, cut } },
        style,
      );
      const parts = [
        [...(eachAlert && found.length > 0 ? [''] : []), ...lines],
        incidentLines(incidents, style, all === true),
        found.length === 0 ? [] : firedLines(found, style, all === true),
      ].filter((part) => part.length > 0);
      io.stdout.write(`${parts.map((part) => part.join('\n')).join('\n\n')}\n`);
    },
    unread: () => ({ bad, cut }),
    reaches(level) {
      const from = (LEVELS as readonly string[]).indexOf(level);
      const rules = [...fired.values()].flatMap(({ rule }) => (rule.kind === 'baseline' ? [] : [rule]));
      const levels = [...rules, ...fusion.incidents()];
      return from >= 0 && levels.some((each) => LEVELS.indexOf(each.level) >= from);
    },
  };
}

function count(fired: Map<string, Fired>, { rule }: Alert): void {
  const known = fired.get(rule.id);
  if (known === undefined) fired.set(rule.id, { rule, count: 1 });
  else known.count++;
}

function alertJson(alert: Alert): object {
  const { rule, record, at, time, keys, reasons } = alert;
  return {
    schema: ALERT_SCHEMA,
    rule: rule.id,
    title: rule.title,
    level: rule.level,
    techniques: rule.techniques,
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
    event: record,
    at,
    keys,
    ...(reasons === undefined ? {} : { reasons }),
  };
}
