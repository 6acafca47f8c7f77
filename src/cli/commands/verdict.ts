// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { ruleStatistics, suggestedExceptions, verdictOn } from '../../monitor/index.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { statisticsLines } from '../render/verdicts.ts';
import { addExceptions, type Changed, withdrawExceptions } from '../verdict/exception-file.ts';
import { findIncident } from '../verdict/find-incident.ts';
import { appendVerdict, readVerdicts } from '../verdict/verdict-file.ts';

const DAY_MS = 86_400_000;
const DAYS = 90;

export const verdict: CommandSpec = {
  name: 'verdict',
  summary:
    'Say whether an incident was real: how often each rule is right, and exceptions for what is harmless',
  operands: [
    { name: '[incident]', text: 'Id of the incident; without one the statistics of the rules are shown' },
    { name: '[verdict]', text: 'real or false' },
  ],
  examples: [
    'ensuresec verdict incident-d63ff1aadbc4 false --reason "Nightly job of the warehouse" --until 2027-03-31',
    'ensuresec verdict incident-d63ff1aadbc4 real',
    'ensuresec verdict',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'Folder of the data of `ensuresec up`; verdicts are kept in it',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    {
      flags: '--from <file>',
      text: 'Take the incident from JSON of `detect --incidents --json` or of /v1/incidents; - is stdin',
      completes: 'file',
    },
    { flags: '--reason <text>', text: 'false: why it is harmless' },
    { flags: '--until <day>', text: `false: last day of the exceptions, UTC (default: in ${DAYS} days)` },
    {
      flags: '--rule <id>',
      text: 'false: make exceptions for this rule alone, not for all of the incident (repeatable)',
      repeat: true,
    },
    {
      flags: '--exceptions <file>',
      text: 'File that gets the exceptions, for `up` and `detect` (default: exceptions.yaml in the data folder)',
      completes: 'file',
    },
    { flags: '--actor <name>', text: 'Who decides it (default: the user of this machine)' },
    JSON_OPTION,
  ],
  run: async (call) => {
    const [id, said] = call.operands;
    if (id === undefined) return show(call, undefined);
    if (said !== 'real' && said !== 'false')
      throw new Failure(EXIT.usage, `Cannot use \`${said ?? ''}\` as a verdict: expected real or false`);
    const isFalse = said === 'false';
    const limits = limitsOf(call, isFalse);
    const incident = await findIncident(call, id);
    // A file that is refused must stop this before anything is written.
    readVerdicts(call);
    const file = exceptionsFile(call);
    const suggested = suggestedExceptions(incident, limits).filter(({ rule }) => isAsked(call, rule));
    const by = actorOf(call);
    const changed = isFalse
      ? addExceptions(
          call,
          file,
          suggested.map((each) => ({ ...each, by })),
        )
      : withdrawExceptions(call, file, id);
    appendVerdict(call, verdictOn(incident, isFalse, limits.reason));
    sayChanged(call, file, changed, isFalse && suggested.length === 0);
    return show(call, { incident: id, verdict: said, exceptions: file, ...changed });
  },
};

function exceptionsFile(call: Call): string {
  return call.options.text('exceptions') ?? join(call.options.text('data') ?? '', 'exceptions.yaml');
}

function isAsked(call: Call, rule: string): boolean {
  const asked = call.options.list('rule');
  return asked.length === 0 || asked.includes(rule);
}

/** @throws Failure 2 with what is missing or cannot be used. */
function limitsOf(call: Call, isFalse: boolean): { readonly reason: string; readonly until: string } {
  const reason = call.options.text('reason')?.trim() ?? '';
  const today = call.io.today();
  const until =
    call.options.text('until') ?? new Date(Date.parse(today) + DAYS * DAY_MS).toISOString().slice(0, 10);
  const wrong = [
    isFalse && (reason.length < 3 || reason.length > 2_000)
      ? '--reason: expected 3 to 2,000 characters that say why it is harmless'
      : undefined,
    isDay(until) && until >= today
      ? undefined
      : `--until: expected a day such as 2027-03-31, today or later; found \`${until}\``,
  ].filter((each) => each !== undefined);
  if (wrong.length > 0) throw new Failure(EXIT.usage, wrong.join('; '));
  return { reason, until };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

function sayChanged(call: Call, file: string, { added, removed }: Changed, isBare: boolean): void {
  const { safe } = call.aside;
  for (const { rule, when, until } of added)
    call.say(safe(`Exception until ${until}: ${rule} where ${JSON.stringify(when)}`));
  if (added.length > 0) call.say(safe(`Written to ${file}; name it with --exceptions of up and detect`));
  const gone = removed.filter(({ id }) => !added.some((each) => each.id === id));
  if (gone.length > 0) call.say(safe(`Taken out of ${file}: ${gone.map(({ id }) => id).join(', ')}`));
  if (isBare) call.say('No exception: its alerts have no key, and one would switch off a rule as a whole');
}

function show(call: Call, done: (Changed & Readonly<Record<string, unknown>>) | undefined): number {
  const rules = ruleStatistics(readVerdicts(call));
  if (call.options.flag('json'))
    call.io.stdout.write(forJson({ schema: 'ensuresec/rule-statistics/1', ...done, rules }));
  else if (rules.length === 0)
    throw new Failure(
      EXIT.nothing,
      `There is no verdict in ${call.options.text('data')}`,
      'ensuresec verdict INCIDENT real, or false',
    );
  else call.io.stdout.write(`${statisticsLines(rules, call.style).join('\n')}\n`);
  return EXIT.secure;
}
