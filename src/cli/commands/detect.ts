// SPDX-License-Identifier: Apache-2.0
import {
  compileSources,
  createDetector,
  LEVELS,
  recogniseEvents,
  type SigmaAlert,
} from '../../monitor/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { type BadRecord, FORMATS, type Format, readEvents } from '../detect/events.ts';
import { ownRules, readRules } from '../detect/rules.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { alertLine, type Fired, firedText } from '../render/alerts.ts';

const DETECT_SCHEMA = 'ensuresec/alert/1';

export const detect: CommandSpec = {
  name: 'detect',
  summary: 'Run the detections of a pack, or Sigma rules, over log files',
  operands: [
    {
      name: '<files...>',
      text: 'Log files: JSON in any layout, or lines that a pack has a format for; gzip too',
    },
  ],
  examples: ['ensuresec detect access.log.gz', 'ensuresec detect events.ndjson --rules sigma/rules --json'],
  options: [
    {
      flags: '--rules <path>',
      text: 'File or folder of Sigma rules instead of the detections of the pack (repeatable)',
      repeat: true,
      completes: 'folder',
    },
    { flags: '--format <name>', text: 'How the files are written', choices: FORMATS, preset: 'auto' },
    {
      flags: '--lateness <seconds>',
      text: 'How much later than a younger event an event may come, for correlations',
      preset: '300',
    },
    { flags: '--alerts', text: 'Every alert, not only the rules that fired' },
    {
      flags: '--fail-on <level>',
      text: 'Exit 1 from this level on',
      choices: [...LEVELS, 'never'],
      preset: 'medium',
    },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: async (call) => {
    const paths = call.options.list('rules');
    const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    const set = paths.length === 0 ? ownRules(call, pack) : readRules(call, paths);
    const lateness = latenessOf(call);
    const detector = createDetector(set, {
      recognise: recogniseEvents(pack.events, compileSources(pack.sources)),
      lateness,
    });
    const result: Result = { fired: new Map(), events: 0, bad: 0 };
    const tell = (alerts: readonly SigmaAlert[]): void => {
      for (const alert of alerts) note(call, result, alert);
    };
    const format = (call.options.text('format') ?? 'auto') as Format;
    for (const file of call.operands)
      await readEvents(
        call,
        file,
        { pack, format },
        ({ record, source, line }) => {
          result.events++;
          tell(detector.accept(record, { file, line }, source));
        },
        (bad) => noteBad(call, result, file, bad),
      );
    tell(detector.end());
    call.progress.end();
    return finish(call, result, detector.counts);
  },
};

interface Result {
  readonly fired: Map<string, Fired>;
  events: number;
  bad: number;
}

function latenessOf(call: Call): number {
  const typed = call.options.text('lateness') ?? '';
  if (!/^\d{1,9}$/.test(typed))
    throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --lateness: expected a number of seconds`);
  return Number(typed) * 1000;
}

function note(call: Call, { fired }: Result, alert: SigmaAlert): void {
  const known = fired.get(alert.rule.id);
  if (known === undefined)
    fired.set(alert.rule.id, { rule: alert.rule, count: 1, first: alert.at, sample: sampleOf(alert) });
  else known.count++;
  if (call.options.flag('json')) call.io.stdout.write(`${JSON.stringify(alertJson(alert))}\n`);
  else if (call.options.flag('alerts')) call.io.stdout.write(alertLine(alert, call.style));
}

function alertJson(alert: SigmaAlert): object {
  const { rule, record, at, time, keys } = alert;
  return {
    schema: DETECT_SCHEMA,
    rule: rule.id,
    title: rule.title,
    level: rule.level,
    techniques: rule.techniques,
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
    event: record,
    at,
    keys,
  };
}

const TELLING = ['CommandLine', 'message', 'Message', 'Image', 'c-uri', 'cs-uri'];

function sampleOf({ rule, record, keys }: SigmaAlert): string {
  const group = Object.entries(keys).map(([key, value]) => `${key}=${value}`);
  if (group.length > 0) return group.join(' ');
  const fields = [...(rule.kind === 'rule' ? rule.fields : []), ...TELLING];
  const field = fields.find((each) => typeof record[each] === 'string');
  return field === undefined ? '' : `${field}: ${record[field]}`.slice(0, 400);
}

/** Only the first are told one by one. */
const MAX_TOLD = 5;

function noteBad(call: Call, result: Result, file: string, { line, why }: BadRecord): void {
  result.bad++;
  if (result.bad <= MAX_TOLD) call.say(`${call.aside.safe(file)}:${line}: left out: ${why}`);
}

function finish(
  call: Call,
  { fired, events, bad }: Result,
  { late, untimed, unrouted }: ReturnType<typeof createDetector>['counts'],
): number {
  if (bad > MAX_TOLD) call.say(`… and ${bad - MAX_TOLD} more records that were left out`);
  if (late > 0) call.say(`${late} events came later than --lateness; correlations may have missed them`);
  if (untimed > 0) call.say(`${untimed} events that correlations need tell no time`);
  if (unrouted > 0) call.say(`${unrouted} events tell no known source, so all rules were tried on them`);
  if (!call.options.flag('json'))
    call.io.stdout.write(firedText([...fired.values()], events, bad, call.style));
  if (events === 0)
    throw new Failure(
      EXIT.nothing,
      'Nothing to analyse: no event in these files',
      'See --format, and the formats of the pack',
    );
  const failOn = (LEVELS as readonly string[]).indexOf(call.options.text('fail-on') ?? 'medium');
  const found = [...fired.values()].some(({ rule }) => failOn >= 0 && LEVELS.indexOf(rule.level) >= failOn);
  return found ? EXIT.findings : EXIT.secure;
}
