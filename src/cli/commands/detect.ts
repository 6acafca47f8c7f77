// SPDX-License-Identifier: Apache-2.0

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Pack, readExpectations } from '../../model/index.ts';
import {
  compileIngest,
  createExceptions,
  createWatch,
  expectationPolicies,
  INPUT_FORMATS,
  type IngestKnowledge,
  type InputFormat,
  LEVELS,
  parseExceptions,
  timeOf,
  type Watch,
  type WatchOptions,
} from '../../monitor/index.ts';
import { knowledgeOf } from '../../server/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { DETECTION_OPTIONS } from '../detect/detection-options.ts';
import { batchesOf, isBad } from '../detect/events.ts';
import { eachItem } from '../detect/merge.ts';
import { createResults, type Results } from '../detect/results.ts';
import { ownRules, readRules } from '../detect/rules.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readBytes, readSubject, required, requirePack, tell } from '../input.ts';
import { nearFileHint } from '../near.ts';
import { unreadText } from '../render/alerts.ts';

export const detect: CommandSpec = {
  name: 'detect',
  summary: 'Incidents in log files: the rules of a pack or your own, run over history',
  operands: [
    {
      name: '<files...>',
      text: 'Files of events and logs in any format of --format; gzip too. Several are one history',
    },
  ],
  examples: [
    'ensuresec detect orders.ndjson access.log.gz --model ensuresec.yaml',
    'ensuresec detect events.ndjson --rules sigma/rules --json',
  ],
  options: [
    ...DETECTION_OPTIONS,
    { flags: '--format <name>', text: 'How the files are written', choices: INPUT_FORMATS, preset: 'auto' },
    {
      flags: '--lateness <seconds>',
      text: 'How much later than a younger event an event may come',
      preset: '300',
    },
    { flags: '--all', text: 'Every incident and line of a time line, and everything wrong with rules' },
    { flags: '--alerts', text: 'Also every alert, as it is found' },
    { flags: '--incidents', text: 'With --rules and --json: also incidents, after the alerts' },
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
    for (const file of call.operands) requireFile(call, file);
    const { ingest, watch, results } = prepare(call);
    const format = (call.options.text('format') ?? 'auto') as InputFormat;
    let events = 0;
    await eachItem(
      call.operands.map((file) => ({ file, open: () => batchesOf(call.io.cwd, file, ingest, format) })),
      ({ record, time }) => time ?? timeOf(record),
      (file, item) => {
        if (isBad(item)) return results.bad(file, item);
        events++;
        results.alerts(watch.accept(item, { file, line: item.line }));
      },
      (file, done) => call.progress.step(`Reading ${file}`, done),
    );
    results.alerts(watch.end());
    call.progress.end();
    for (const note of watch.notes()) call.say(call.aside.safe(note));
    results.finish(events);
    const unread = results.unread();
    if (events === 0)
      throw new Failure(
        EXIT.nothing,
        `Nothing to analyse: no event in these files${unreadText(unread)}`,
        'See --format, and the formats of the pack',
      );
    const level = call.options.text('fail-on') ?? 'medium';
    if (results.reaches(level)) return EXIT.findings;
    // What could not be read may have been that bad.
    return level !== 'never' && unread.bad + unread.cut > 0 ? EXIT.inconclusive : EXIT.secure;
  },
};

/** Everything that is needed before the first event; what is wrong with it is told before any file is read. */
function prepare(call: Call): { ingest: IngestKnowledge; watch: Watch; results: Results } {
  const paths = call.options.list('rules');
  const pipelines = call.options.list('pipeline');
  if (paths.length === 0 && pipelines.length > 0)
    throw new Failure(
      EXIT.usage,
      'A pipeline fits the rules of --rules',
      'Name a file or folder of Sigma rules with --rules',
    );
  const lateness = latenessOf(call);
  const named = call.options.text('model');
  const subject = named === undefined ? undefined : readSubject(call, named);
  const pack = subject?.pack ?? requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  // Own rules run alone, so that their numbers are exact.
  const own = paths.length === 0 ? ownRules(call, pack) : undefined;
  const rules = own?.rules ?? readRules(call, paths, pipelines);
  const exceptions = createExceptions(exceptionsOf(call), Date.parse(call.io.today()));
  const knowledge = knowledgeOf(pack, subject, call.io.today(), () =>
    call.progress.step('Finding the attack paths of the model'),
  );
  const withIncidents = own !== undefined || call.options.flag('incidents');
  return {
    ingest: compileIngest(pack),
    watch: createWatch({
      pack,
      rules,
      beside: withExpectations(call, pack, own),
      lateness,
      exceptions,
      keysIn: knowledge.keysIn,
    }),
    results: createResults(call, knowledge, { lateness, withIncidents }),
  };
}

/** What looks at events of the chain, and at those that contradict expectations. @throws Failure 3 or 6. */
function withExpectations(call: Call, pack: Pack, own: WatchOptions['beside']): WatchOptions['beside'] {
  const file = call.options.text('expectations');
  if (file === undefined) return own;
  const { expectations } = required(
    readExpectations(readBytes(call, file), file),
    `the expectations ${file}`,
  );
  const policies = required(expectationPolicies(expectations, file, pack.events), `the expectations ${file}`);
  return { baselines: own?.baselines ?? [], policies: [...(own?.policies ?? []), ...policies] };
}

function requireFile(call: Call, file: string): void {
  const found = statSync(resolve(call.io.cwd, file), { throwIfNoEntry: false });
  if (found?.isFile() === true) return;
  const why = found === undefined ? 'there is no such file' : 'expected a regular file';
  const hint = found === undefined ? nearFileHint(call.io.cwd, file) : undefined;
  throw new Failure(EXIT.runtime, `Cannot read ${file}: ${why}`, hint);
}

function exceptionsOf(call: Call): Parameters<typeof createExceptions>[0] {
  const file = call.options.text('exceptions');
  return file === undefined
    ? []
    : tell(call, parseExceptions(readBytes(call, file), file), `the exceptions ${file}`);
}

function latenessOf(call: Call): number {
  const typed = call.options.text('lateness') ?? '';
  if (!/^\d{1,9}$/.test(typed))
    throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --lateness: expected a number of seconds`);
  return Number(typed) * 1000;
}
