// SPDX-License-Identifier: Apache-2.0
// What an exercise says, the same on a terminal and in a page: words come from the pack, names from the model.
import type { Duty, TabletopCase } from './case.ts';
import type { TabletopDebrief, Todo } from './debrief.ts';
import type { Decision, Position } from './position.ts';

/** A word of the pack with its `{braces}` filled. */
export type Say = (word: string, values?: Readonly<Record<string, string | number>>) => string;

/** `2.5 days`, `4 h`, `45 min`. */
export function durationText(minutes: number, say: Say): string {
  if (minutes >= 2 * 1440) return say('days', { n: tidy(minutes / 1440) });
  return minutes >= 120
    ? say('hours', { n: tidy(minutes / 60) })
    : say('minutes', { n: Math.round(minutes) });
}

function tidy(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Day of the week and time, and how long after the first sign. */
export function clockText({ startHour }: TabletopCase, minute: number, language: string, say: Say): string {
  // 5 January 1970 was a Monday.
  const at = new Date(Date.UTC(1970, 0, 5) + (startHour * 60 + Math.round(minute)) * 60_000);
  const form = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  return minute === 0 ? form.format(at) : `${form.format(at)} (+ ${durationText(minute, say)})`;
}

export function decisionText(given: TabletopCase, decision: Decision, say: Say): string {
  switch (decision.kind) {
    case 'isolate':
      return say('do-isolate', {
        name: given.names[decision.on] ?? decision.on,
        n: tidy(given.times.hold / 60),
      });
    case 'install': {
      const { name = '', cost = 0 } = given.measures[decision.measure] ?? {};
      return say('do-install', { name, n: cost });
    }
    default:
      return say(`do-${decision.kind}`);
  }
}

/** How long a decision takes, where it takes a time of its own. */
export function takenBy({ times }: TabletopCase, { kind }: Decision): number | undefined {
  return kind === 'wait' || kind === 'close' ? undefined : times[kind];
}

/** How far something went down, and for how long; `until` is null when it is still down at the end of what is simulated. */
export function outageText(
  { from, until, lowest }: { readonly from: number; readonly until: number | null; readonly lowest: number },
  name: string,
  say: Say,
): string {
  const time =
    until === null ? say('to-the-end') : say('for-time', { time: durationText((until - from) * 60, say) });
  return say('outage', { name, n: Math.round(lowest * 100), time });
}

export function stateText(given: TabletopCase, { status }: Position, say: Say): string {
  return say(`state-${status}`, { name: given.names[given.target] ?? given.target });
}

export function dutyText(duty: Duty, { aware, sent, minute }: Position, say: Say): string {
  const head = `${duty.regime}: ${duty.title} (${duty.recipient})`;
  if (aware === undefined) return head;
  const at = sent[duty.id];
  const over = (at ?? minute) - (aware + duty.minutes);
  const late = over > 0 ? `, ${say('late', { time: durationText(over, say) })}` : '';
  if (at !== undefined) return `${head}: ${say('sent')}${late}`;
  return `${head}: ${over > 0 ? `${say('not-sent')}${late}` : say('due', { time: durationText(-over, say) })}`;
}

export interface Issue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export function todoText(given: TabletopCase, todo: Todo, say: Say): Issue {
  const origin = `${say('attack')}: ${given.title}. ${say('target')}: ${given.names[given.target] ?? given.target}.`;
  switch (todo.kind) {
    case 'install': {
      const { name = '', cost = 0, stops } = given.measures[todo.measure] ?? {};
      const why = stops === undefined ? say('stops-nothing') : say('stops-step', { name: stops });
      return {
        title: say('todo-install', { name }),
        body: `${why}\n${origin}\nEUR ${cost}`,
        labels: ['measure'],
      };
    }
    case 'isolate':
      return {
        title: say('todo-isolate', { name: given.names[todo.on] ?? todo.on }),
        body: origin,
        labels: ['procedure'],
      };
    case 'duty': {
      const duty = given.duties.find(({ id }) => id === todo.duty);
      const within = durationText(duty?.minutes ?? 0, say);
      return {
        title: say('todo-duty', { name: duty?.title ?? todo.duty }),
        body: `${duty?.regime ?? ''} ${duty?.article ?? ''}: ${duty?.recipient ?? ''}, ${say('due', { time: within })}\n${origin}`,
        labels: ['report'],
      };
    }
  }
}

export function issuesOf(given: TabletopCase, { todos }: TabletopDebrief, say: Say): Issue[] {
  return todos.map((todo) => todoText(given, todo, say));
}

/** A list that code hosts show as tasks. Names come from models: what Markdown would take for marks is escaped. */
export function issuesMarkdown(title: string, issues: readonly Issue[]): string {
  const lines = issues.map(
    ({ title: what, body }) =>
      `- [ ] **${plain(what)}**\n${body
        .split('\n')
        .map((line) => `  ${plain(line)}`)
        .join('  \n')}\n`,
  );
  return `# ${plain(title)}\n\n${lines.join('')}`;
}

function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>()#!|~]/g, (mark) => `\\${mark}`).replaceAll(/\s+/g, ' ');
}
