// SPDX-License-Identifier: Apache-2.0
// Which rules and policies looked at one event of a file, and why they did or did not fire.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ChainEvent, eventFields, type Pack } from '../../model/index.ts';
import {
  type Alert,
  compileDerivations,
  compileIngest,
  compileSources,
  createAnomalyMonitor,
  createExplainer,
  createPolicyMonitor,
  type EventExplanation,
  type EventPlace,
  inShort,
  type Look,
  type PackWatched,
  type RuleExplanation,
  recogniseEvents,
  recordOf,
  rowOf,
  timeOf,
} from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { EXPLANATION_SCHEMA, type Explanation, type Section } from '../explanation.ts';
import { batchesOf, type FileEvent, isBad } from './events.ts';
import { ownRules, readRules } from './rules.ts';

/** What one rule, correlation or policy made of the event. */
export interface EventLook {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'fired' | 'counted' | 'not-fired' | Look['outcome'];
  readonly why: readonly string[];
}

export interface EventExplained extends Explanation {
  readonly at: EventPlace;
  readonly rules: { readonly total: number; readonly routed: number; readonly looks: readonly EventLook[] };
  readonly policies: { readonly total: number; readonly looks: readonly EventLook[] };
  /** `held`: usual so far, or not yet known enough, or counted until its bucket of time ends. */
  readonly baselines: { readonly total: number; readonly looks: readonly EventLook[] };
}

/** `access.log:7`, or a file, whose first event is meant; undefined when there is no such file. */
export function eventPlace(
  call: Call,
  typed: string,
): { file: string; line: number | undefined } | undefined {
  const isFile = (path: string): boolean =>
    existsSync(resolve(call.io.cwd, path)) && statSync(resolve(call.io.cwd, path)).isFile();
  if (isFile(typed)) return { file: typed, line: undefined };
  const [, file, line] = /^(.+):(\d{1,9})$/.exec(typed) ?? [];
  return file !== undefined && isFile(file) ? { file, line: Number(line) } : undefined;
}

/** Reads the file up to the event, since policies judge it by what came before. @throws Failure 4, 6. */
export async function explainEvent(
  call: Call,
  { file, line }: { readonly file: string; readonly line: number | undefined },
  pack: Pack,
): Promise<EventExplained> {
  const paths = call.options.list('rules');
  const { rules, policies, baselines }: PackWatched =
    paths.length === 0
      ? ownRules(call, pack)
      : { rules: readRules(call, paths, []), policies: [], baselines: [] };
  const monitor = createPolicyMonitor(policies, { lateness: 0 });
  const anomalies = createAnomalyMonitor(baselines, { seed: 1, lateness: 0 });
  let strange: readonly Alert[] = [];
  const found = await findEvent(call, file, line, pack, (event, at) => {
    strange = event.events().flatMap((each) => {
      monitor.accept(each, at);
      return anomalies.accept(each, at);
    });
  });
  const chain = found.events();
  const recognise = recogniseEvents(pack.events, compileSources(pack.sources));
  const derive = compileDerivations(pack.derivations);
  const explain = createExplainer(rules, (given) => {
    const { row, source } = recognise(given);
    return { row: rowOf(derive(recordOf(row), source)), source };
  });
  // As `detect` does: where a mapping says what a record means, rules see that.
  const mapped = found.event === undefined && found.source === undefined ? chain[0] : undefined;
  const look = (wanted?: ReadonlySet<string>) =>
    mapped === undefined
      ? explain(derive(found.record, found.source), wanted, found.source)
      : explain(eventFields(mapped), wanted);
  const { rules: telling, record, total, routed } = look();
  const seen = routed <= MAX_TOLD ? routedOf(look(new Set(rules.rules.map(({ id }) => id)))) : telling;
  for (const { time } of chain) monitor.advance(time + 1);
  const looks = seen.map((rule) => ruleLook(rule, rules.silent));
  const judged = chain.flatMap((event) => monitor.explain(event)).map(policyLook);
  const at = { file, line: found.line };
  const usual = baselineLooks(baselines, chain, strange);
  return {
    schema: EXPLANATION_SCHEMA,
    id: `${file}:${found.line}`,
    kind: 'event',
    title: titleOf(found, chain),
    text: inShort(record),
    at,
    rules: { total, routed, looks },
    policies: { total: policies.length, looks: judged },
    baselines: { total: baselines.length, looks: usual },
    sections: [...sectionsOf({ total, routed, looks }, judged, policies.length), ...baselineSections(usual)],
  };
}

/** So many rules that looked at an event are told one by one; of more, those that know some of it. */
const MAX_TOLD = 12;

function routedOf({ rules }: EventExplanation): readonly RuleExplanation[] {
  return rules.filter(({ notRouted }) => notRouted === undefined);
}

async function findEvent(
  call: Call,
  file: string,
  line: number | undefined,
  pack: Pack,
  before: (event: FileEvent, at: EventPlace) => void,
): Promise<FileEvent> {
  for await (const { items, done } of batchesOf(call.io.cwd, file, compileIngest(pack), 'auto')) {
    call.progress.step(`Reading ${file}`, done);
    for (const item of items) {
      if (isBad(item)) {
        if (item.line === line)
          throw new Failure(EXIT.invalid, `Cannot explain ${file}:${line}: ${item.why}`);
        continue;
      }
      before(item, { file, line: item.line });
      if (line === undefined || item.line === line) return item;
    }
  }
  throw new Failure(
    EXIT.nothing,
    `Nothing to explain: no event begins ${line === undefined ? `in ${file}` : `on line ${line} of ${file}`}`,
  );
}

function titleOf(
  { format, record, time = timeOf(record) }: FileEvent,
  [event]: readonly ChainEvent[],
): string {
  const when = time === undefined ? '' : `, ${new Date(time).toISOString()}`;
  return `${event === undefined ? `A record of ${format}` : event.type}${when}`;
}

function ruleLook({ rule, fired, reason }: RuleExplanation, silent: ReadonlySet<string>): EventLook {
  const { id, title, level, techniques } = rule;
  if (fired)
    return {
      id,
      title,
      outcome: silent.has(id) ? 'counted' : 'fired',
      why: [silent.has(id) ? 'It counts for a correlation' : [level, ...techniques].join(' ')],
    };
  if (reason === undefined) return { id, title, outcome: 'not-fired', why: [] };
  const { words, held, values, selection } = reason;
  const has =
    values.length === 0 ? 'the event has no such field' : `the event has ${values.map(quoted).join(', ')}`;
  const where = selection === undefined ? '' : ` (\`${selection}\`)`;
  return {
    id,
    title,
    outcome: 'not-fired',
    why: [`${held ? 'An exception holds' : 'Not so'}: ${words}${where}; ${has}`],
  };
}

function quoted(text: string): string {
  return `\`${text}\``;
}

function policyLook({ policy, title, outcome, why }: Look): EventLook {
  return { id: policy, title, outcome, why };
}

function baselineLooks(
  baselines: PackWatched['baselines'],
  chain: readonly ChainEvent[],
  strange: readonly Alert[],
): readonly EventLook[] {
  return baselines
    .filter(({ events }) => chain.some(({ type }) => events.includes(type)))
    .map(({ id, title }): EventLook => {
      const alert = strange.find(({ rule }) => rule.id === id);
      const name = title['en'] ?? id;
      return alert === undefined
        ? { id, title: name, outcome: 'held', why: [] }
        : { id, title: name, outcome: 'fired', why: alert.reasons ?? [] };
    });
}

function baselineSections(looks: readonly EventLook[]): readonly Section[] {
  const titles = {
    fired: 'Baselines that find it strange',
    held: 'Baselines that look at such events and do not alert',
  };
  return (['fired', 'held'] as const)
    .map((outcome) => ({ title: titles[outcome], lines: linesOf(looks, outcome) }))
    .filter(({ lines }) => lines.length > 0);
}

function linesOf(looks: readonly EventLook[], outcome: EventLook['outcome']): Section['lines'] {
  return looks
    .filter((look) => look.outcome === outcome)
    .map(({ id, title, why }) => ({
      code: id.slice(id.lastIndexOf('/') + 1),
      text: [title, ...why].join('. ').replaceAll('..', '.'),
    }));
}

const OUTCOMES: readonly (readonly [EventLook['outcome'], string])[] = [
  ['broken', 'Policies that it breaks'],
  ['open', 'Policies that wait for what follows'],
  ['excused', 'Policies that excuse it'],
  ['held', 'Policies that it keeps'],
  ['counted', 'Policies that count it for other events'],
  ['not-looked-at', 'Policies for its type that do not look at it'],
];

function sectionsOf(
  rules: EventExplained['rules'],
  policies: readonly EventLook[],
  total: number,
): readonly Section[] {
  const idle = rules.routed - rules.looks.length;
  return [
    { title: 'Rules that fired', lines: linesOf(rules.looks, 'fired') },
    { title: 'Rules that count it for a correlation', lines: linesOf(rules.looks, 'counted') },
    { title: 'Rules that looked at it and did not fire', lines: linesOf(rules.looks, 'not-fired') },
    {
      title: 'Other rules',
      lines: [
        ...(idle === 0 ? [] : [{ text: `${idle} looked at it and found nothing that they look for` }]),
        { text: `${rules.total - rules.routed} of ${rules.total} are for other sources` },
      ],
    },
    ...OUTCOMES.map(([outcome, title]) => ({ title, lines: linesOf(policies, outcome) })),
    {
      title: 'Other policies',
      lines:
        total === 0
          ? []
          : [
              {
                text: `${total - new Set(policies.map(({ id }) => id)).size} of ${total} are for other types of events`,
              },
            ],
    },
  ].filter(({ lines }) => lines.length > 0);
}
