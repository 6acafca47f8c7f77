// SPDX-License-Identifier: Apache-2.0

import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { forgetPacks, type Pack, type ReportFormSource, readExpectations } from '../../model/index.ts';
import { parseExceptions } from '../../monitor/index.ts';
import {
  finishRestore,
  KEEP_FILE,
  type Keep,
  type Keeping,
  parseKeep,
  parseSources,
  type Recipe,
  RecipeError,
  type Server,
  type Source,
  startServer,
} from '../../server/index.ts';
import { backupFailure } from '../backup/failure.ts';
import { type Call, type CommandSpec, PACK_OPTION } from '../command.ts';
import { setUpDemo, takeDemoAway } from '../demo.ts';
import { DETECTION_OPTIONS } from '../detect/detection-options.ts';
import { ruleFiles } from '../detect/rules.ts';
import { EXIT, Failure } from '../exit.ts';
import {
  builtInPacks,
  DEFAULT_PACK,
  modelFile,
  packPlace,
  readBytes,
  readSubject,
  requirePack,
  tell,
} from '../input.ts';
import { runtimeFailure } from '../machine-error.ts';
import { shopsOf } from '../play/shop.ts';
import { playSite } from '../render/play/site.ts';
import { accessOf } from '../up/access-file.ts';
import { createLog, type Log } from '../up/log.ts';
import { MAIL_OPTIONS, mailRoute } from '../up/mail.ts';
import { pageRounds } from '../up/page-rounds.ts';
import { createTold, type Told } from '../up/told.ts';
import { VERSION } from '../version.ts';

const DATA = 'ensuresec-data';
const DEMO_DATA = 'ensuresec-demo';
const SOURCES_FILE = 'sources.yaml';

export const up: CommandSpec = {
  name: 'up',
  summary: 'Take events in, keep them, and detect, until it is stopped',
  operands: [],
  examples: [
    'ensuresec up',
    'ensuresec up --demo',
    'ensuresec up --data /var/lib/ensuresec --model ensuresec.yaml',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'Where events and alerts are kept; made when it is not there',
      preset: DATA,
      completes: 'folder',
    },
    {
      flags: '--demo',
      text: 'Show a made-up shop with made-up traffic and eight attacks, in a folder of its own (ensuresec-demo) that begins anew each time',
    },
    {
      flags: '--once',
      text: 'End as soon as a verdict and an incident were told: for a look without a terminal',
    },
    { flags: '--remove-demo', text: 'Take the folder of the demo away, and end' },
    { flags: '--host <address>', text: 'Address to listen on', preset: '127.0.0.1' },
    { flags: '--port <number>', text: 'Port to listen on; 0 takes a free one', preset: '7400' },
    {
      flags: '--sources <file>',
      text: 'Where events come from (default: sources.yaml in the data folder, when there is one)',
      completes: 'file',
    },
    ...DETECTION_OPTIONS,
    {
      flags: '--lateness <seconds>',
      text: 'How much later than a younger event an event may come; what waits for an event is decided so long after',
      preset: '300',
    },
    {
      flags: '--reader-token <file>',
      text: 'File with a token that reads all and changes nothing, for programs',
      completes: 'file',
    },
    {
      flags: '--new-owner',
      text: 'Print a one-time link that makes an owner, although there is one: for a password that is lost',
    },
    {
      flags: '--cert <file>',
      text: 'Certificate for TLS, PEM, with those of its issuers',
      completes: 'file',
    },
    { flags: '--key <file>', text: 'Key of the certificate, PEM', completes: 'file' },
    { flags: '--behind-proxy', text: 'A proxy in front speaks TLS; every source needs its token' },
    {
      flags: '--keep <days>',
      text: 'Days that events are kept; keep.yaml in the data folder says it by type',
      preset: '90',
    },
    {
      flags: '--hot <days>',
      text: 'Days that stay in the database; older ones go to a Parquet file each, and are still found',
      preset: '7',
    },
    { flags: '--keep-found <days>', text: 'Days that alerts and incidents are kept', preset: '400' },
    {
      flags: '--storefront <folder>',
      text: 'Folder of `storefront`: look at its approved pages on schedule',
      completes: 'folder',
    },
    { flags: '--storefront-every <time>', text: 'Longest time between two looks at a page', preset: '7d' },
    { flags: '--browser <file>', text: 'Browser to look with, as of `storefront`', completes: 'file' },
    {
      flags: '--browser-arg <option>',
      text: 'Option of the browser, such as --browser-arg=--no-sandbox (repeatable)',
      repeat: true,
    },
    { flags: '--static', text: 'Look without a browser' },
    {
      flags: '--public-reports',
      text: 'Take reports of messages from anybody: a form at /report, and POST /v1/reports',
    },
    {
      flags: '--log <form>',
      text: 'What happens: sentences on stderr, or a JSON object a line on stdout',
      choices: ['text', 'json'],
      preset: 'text',
    },
    ...MAIL_OPTIONS,
    { flags: '--replay', text: 'First read again what could not be read before' },
    PACK_OPTION,
  ],
  run: async (call) => {
    const data = resolve(call.io.cwd, dataOf(call));
    if (call.options.flag('remove-demo')) {
      takeDemoAway(call, data);
      return EXIT.secure;
    }
    const log = createLog(call);
    const told = createTold(call, log);
    const stopped = call.io.untilStopped();
    const server = await start(call, data, told, log);
    log.started(server, data, () => sayStarted(call, server, data));
    try {
      await (call.options.flag('once') ? Promise.race([stopped, told.both]) : stopped);
    } finally {
      log.ended('stopping', 'Stopping: storing what came …');
      await server.stop();
    }
    log.ended('stopped', 'Stopped; everything acknowledged is on disk');
    return EXIT.secure;
  },
};

/** A demo keeps out of the folder of real data. */
function dataOf(call: Call): string {
  const named = call.options.text('data') ?? DATA;
  const isDemo = call.options.flag('demo') || call.options.flag('remove-demo');
  return isDemo && named === DATA ? DEMO_DATA : named;
}

async function start(call: Call, data: string, told: Told, log: Log): Promise<Server> {
  if (await finishRestore(data).catch(refuseRestoring))
    call.say('A restore that was cut off is finished now');
  const demo = call.options.flag('demo') ? setUpDemo(call, data) : undefined;
  const named = demo?.model ?? call.options.text('model');
  const { pack, recipe } = recipeOf(call, named);
  const tls = tlsOf(call);
  const console = builtConsole();
  const readers = call.options.text('reader-token');
  const rounds = pageRounds(call, pack);
  const reports = reportForm(call, pack);
  const shops = shopsOf(call, pack);
  const mail = mailRoute(call);
  call.progress.step('Compiling what is watched for');
  try {
    const server = await startServer({
      data,
      host: call.options.text('host') ?? '127.0.0.1',
      port: numberOf(call, 'port', 65_535),
      behindProxy: call.options.flag('behind-proxy'),
      ...(tls === undefined ? {} : { tls }),
      sources: sourcesOf(call, data),
      pack,
      recipe,
      ...(readers === undefined ? {} : { readerToken: tokenIn(call, readers) }),
      ...(named === undefined ? {} : { modelPath: resolve(call.io.cwd, modelFile(call, named)) }),
      ...(console === undefined ? {} : { console }),
      ...accessOf(call, data),
      ...(demo === undefined ? {} : { demo: demo.traffic }),
      ...(rounds === undefined ? {} : { rounds }),
      ...(reports === undefined ? {} : { reports }),
      play: () => playSite(pack, shops),
      ...(mail === undefined ? {} : { mail }),
      newOwner: call.options.flag('new-owner'),
      version: VERSION,
      keep: keepOf(call, data),
      foundDays: numberOf(call, 'keep-found', 36_500),
      replay: call.options.flag('replay'),
      now: call.io.clock,
      onNews: told.news,
      onVerdict: told.verdict,
      onProblems: log.problems,
      onNotice: log.notice,
    });
    // Checked and told of; what is asked for from now on loads it in a thread of its own.
    forgetPacks();
    return server;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof RecipeError) throw failureOf(error);
    throw runtimeFailure(error);
  }
}

function reportForm(call: Call, { id, reportForms: [form] }: Pack): ReportFormSource | undefined {
  if (!call.options.flag('public-reports')) return undefined;
  if (form === undefined) throw new Failure(EXIT.usage, `The pack ${id} has no form for reports`);
  return form;
}

function refuseRestoring(error: unknown): never {
  throw backupFailure(error, { refused: 'A restore into this folder runs: start again when it has ended' });
}

/** Read here, compiled where it runs. What is wrong with one of the files is told before anything starts. */
function recipeOf(call: Call, model: string | undefined): { readonly pack: Pack; readonly recipe: Recipe } {
  const [paths, pipelines] = [call.options.list('rules'), call.options.list('pipeline')];
  if (paths.length === 0 && pipelines.length > 0)
    throw new Failure(EXIT.usage, 'A pipeline fits the rules of --rules', 'Name rules with --rules');
  const exceptions = call.options.text('exceptions');
  const expectations = call.options.text('expectations');
  const subject = model === undefined ? undefined : readSubject(call, model);
  const named = call.options.text('pack') ?? subject?.loaded.model.pack ?? DEFAULT_PACK;
  const fileOf = (name: string) => ({ name, bytes: readBytes(call, name) });
  if (exceptions !== undefined)
    tell(call, parseExceptions(readBytes(call, exceptions), exceptions), `the exceptions ${exceptions}`);
  if (expectations !== undefined)
    tell(
      call,
      readExpectations(readBytes(call, expectations), expectations),
      `the expectations ${expectations}`,
    );
  return {
    pack: subject?.pack ?? requirePack(call, named),
    recipe: {
      pack: packPlace(call, named),
      ...(paths.length === 0
        ? {}
        : { rules: { files: ruleFiles(call, paths), pipelines: ruleFiles(call, pipelines) } }),
      ...(model === undefined ? {} : { model: fileOf(modelFile(call, model)) }),
      ...(exceptions === undefined ? {} : { exceptions: fileOf(exceptions) }),
      ...(expectations === undefined ? {} : { expectations: fileOf(expectations) }),
      lateness: numberOf(call, 'lateness', 86_400) * 1000,
      today: call.io.today(),
    },
  };
}

function failureOf({ message, problems }: RecipeError): Failure {
  return new Failure(
    problems.length > 0 ? EXIT.invalid : EXIT.nothing,
    message,
    'Name a file or folder of Sigma rules (*.yml, *.yaml) with --rules',
    problems,
  );
}

function tokenIn(call: Call, file: string): string {
  const token = new TextDecoder().decode(readBytes(call, file)).trim();
  if (/^\S{16,}$/.test(token)) return token;
  throw new Failure(
    EXIT.invalid,
    `Cannot use the token in ${file}: expected at least 16 characters without spaces`,
  );
}

function sourcesOf(call: Call, data: string): readonly Source[] {
  const named = call.options.text('sources');
  const file = named ?? join(data, SOURCES_FILE);
  if (named === undefined && !existsSync(file)) return [];
  return tell(call, parseSources(readBytes(call, file), file), `the sources ${file}`);
}

const NOTHING_STATED: Keep = { types: [] };

/** What the file in the data folder says, else the options. */
function keepOf(call: Call, data: string): Keeping {
  const file = join(data, KEEP_FILE);
  const { days, types, hotDays } = existsSync(file)
    ? tell(call, parseKeep(readBytes(call, file), file), `how long events are kept: ${file}`)
    : NOTHING_STATED;
  return {
    days: days ?? numberOf(call, 'keep', 36_500),
    types,
    hotDays: hotDays ?? numberOf(call, 'hot', 36_500),
  };
}

function tlsOf(call: Call): { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined {
  const [cert, key] = [call.options.text('cert'), call.options.text('key')];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new Failure(EXIT.usage, 'TLS needs both --cert and --key');
  return { cert: readBytes(call, cert), key: readBytes(call, key) };
}

function numberOf(call: Call, name: string, most: number): number {
  const typed = call.options.text(name) ?? '';
  if (/^\d{1,5}$/.test(typed) && Number(typed) <= most) return Number(typed);
  throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --${name}: expected a number up to ${most}`);
}

function sayStarted(call: Call, server: Server, data: string): void {
  const { aside } = call;
  const { url, listening, replayed, setup } = server;
  if (replayed !== undefined)
    call.say(`Read again: ${replayed.mended} records are events now, ${replayed.left} still cannot be read`);
  call.say(`${aside.bold('Listening')} on ${url}`);
  call.say(`  events   POST ${url}/v1/events   (NDJSON, JSON, CloudEvents; 200 says: on disk)`);
  for (const { source, what } of listening) call.say(`  ${aside.safe(source.padEnd(8))} ${aside.safe(what)}`);
  call.say(`  incidents GET ${url}/v1/incidents   (JSON, the worst first)`);
  call.say(`  API      GET ${url}/openapi.json`);
  if (call.options.flag('public-reports'))
    call.say(`  reports  ${url}/report · POST ${url}/v1/reports   (from anybody)`);
  call.say(`  games    ${url}/play   (for everybody; nothing is kept)`);
  call.say(`  health   GET ${url}/healthz, /readyz · counters GET ${url}/metrics`);
  call.say(`  ask with curl -H ${shellWord(`@${shownPath(call, server.operatorFile)}`)} …`);
  if (setup !== undefined)
    call.say(
      `${aside.bold('First owner')}: open ${setup.url} before ${clockOf(setup.expiresAt)}; it works once`,
    );
  call.say(`  kept in  ${aside.safe(data)}`);
  if (call.options.flag('demo'))
    call.say(`${aside.bold('Demo')}: all of it is made up; ensuresec up --remove-demo takes it away`);
  call.say('Stop with Ctrl+C');
}

/** Beside the packs, once it is built. */
function builtConsole(): string | undefined {
  const folder = join(builtInPacks(), '..', 'console', 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

/** As it is shortest from here. */
function shownPath(call: Call, path: string): string {
  const short = relative(call.io.cwd, path);
  return short.startsWith('..') ? path : short;
}

/** Hours and minutes in UTC. */
function clockOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}
