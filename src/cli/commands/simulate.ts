// SPDX-License-Identifier: Apache-2.0
import { type Prepared, simulate as runSimulation, type Simulation } from '../../cascade/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION, PAGE_LANGUAGE_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readSubject, type Subject } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { replayData } from '../render/replay/data.ts';
import { replayPage } from '../render/replay/page.ts';
import { type ScenarioRow, scenariosText, simulationText } from '../render/simulation.ts';
import { saidIn } from '../report-words/said.ts';
import { type Tongue, tongueAsked } from '../report-words/tongue.ts';
import { attackRequest, requestOf } from '../simulate/request.ts';
import { measuredClock, measuredNow, trainingOf } from '../simulate/training.ts';
import { writeFileSafely } from '../write-file.ts';

/** Runs for the list of all scenarios. */
const LIST_RUNS = 200;
const MAX_RUNS = 1_000_000;

export const simulate: CommandSpec = {
  name: 'simulate',
  summary: 'What an outage or an attack would cost, and what a measure would avoid',
  operands: [{ name: '[model]', text: 'Model file or its folder (default: ensuresec.yaml)' }],
  examples: [
    'ensuresec simulate examples/demo-shop',
    'ensuresec simulate examples/demo-shop --scenario warehouse-ransom --budget 5000',
    'ensuresec simulate examples/demo-shop --attack chilled-goods-spoiled --detect 2d --json',
    'ensuresec simulate --scenario payment-provider-down --html replay.html',
  ],
  options: [
    { flags: '--scenario <id>', text: 'Scenario of the pack; without it and --attack, all are listed' },
    { flags: '--attack <id>', text: 'Play the path that proves this attack' },
    {
      flags: '--detect <time>',
      text: 'With --attack: mean time until somebody notices and acts, such as 8h',
    },
    {
      flags: '--detect-from <campaign>',
      text: 'With --attack: the time until somebody reports as this campaign measured it, and what the training is worth',
    },
    {
      flags: '--recipients <number>',
      text: 'With --detect-from: people whom the attack reaches; one report is enough',
      preset: '20',
    },
    {
      flags: '--data <folder>',
      text: 'With --detect-from: folder of the campaign',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    {
      flags: '--measures <ids>',
      text: 'Compare with these (comma or repeatable; default: the best one)',
      repeat: true,
    },
    { flags: '--budget <eur>', text: 'Also find the best set of measures for this much' },
    { flags: '--runs <number>', text: 'How many runs', preset: '1000' },
    { flags: '--seed <number>', text: 'The same seed gives the same answer', preset: '1' },
    JSON_OPTION,
    {
      flags: '--html <file>',
      text: 'Also write the replay as one self-contained page (- is stdout)',
      completes: 'file',
    },
    PAGE_LANGUAGE_OPTION,
    PACK_OPTION,
  ],
  run: async (call) => {
    const tongue = tongueAsked(call);
    const subject = readSubject(call, call.operands[0]);
    const runs = numberOf(call, 'runs', MAX_RUNS);
    if (runs === 0) throw new Failure(EXIT.usage, 'Cannot simulate 0 runs: expected 1 or more');
    const seed = numberOf(call, 'seed', 2 ** 32 - 1);
    const { scenario, attack } = namedIn(call);
    if (scenario === undefined && attack === undefined) {
      refuseForList(call);
      return listAll(call, subject, seed);
    }
    const clock = await measuredClock(call, subject, seed);
    const played =
      scenario === undefined
        ? attackRequest(call, subject, attack as string, seed, clock && measuredNow(clock))
        : undefined;
    const prepared = played?.prepared ?? requestOf(call, subject, scenario as string, seed);
    const training =
      clock === undefined || played === undefined ? {} : { training: trainingOf(call, clock, played, runs) };
    const answer = { ...answerOf(call, prepared, runs), ...training };
    writePage(call, answer, prepared, subject, tongue);
    if (call.options.text('html') !== '-')
      call.io.stdout.write(
        call.options.flag('json') ? forJson(answer) : simulationText(answer, subject, call.style),
      );
    return EXIT.secure;
  },
};

function writePage(
  call: Call,
  answer: Simulation,
  prepared: Prepared,
  { loaded, pack }: Subject,
  tongue: Tongue,
): void {
  const file = call.options.text('html');
  if (file === undefined) return;
  if (file === '-' && call.options.flag('json'))
    throw new Failure(
      EXIT.usage,
      'Cannot write --html and --json to stdout: it takes one of them',
      'Give --html a file name',
    );
  const names = new Map((loaded.model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  const said = saidIn(pack, tongue);
  const told = said.simulation(answer);
  const data = replayData(told, said.prepared(prepared), loaded.model, pack);
  const page = replayPage(
    told,
    { ...data, picture: said.picture(data.picture) },
    (asset) => names.get(asset) ?? asset,
    tongue,
  );
  if (page === undefined)
    throw new Failure(EXIT.runtime, 'Cannot write the replay: the engine is not compiled', 'npm run build');
  if (file === '-') call.io.stdout.write(page);
  else {
    writeFileSafely(call.io, file, page, true);
    call.say(`Wrote ${call.aside.safe(file)}`);
  }
}

function namedIn(call: Call): { readonly scenario: string | undefined; readonly attack: string | undefined } {
  const [scenario, attack] = [call.options.text('scenario'), call.options.text('attack')];
  if (scenario !== undefined && attack !== undefined)
    throw new Failure(EXIT.usage, 'Cannot simulate a scenario and an attack at once: give one of them');
  const noticed = call.options.text('detect') ?? call.options.text('detect-from');
  if (attack === undefined && noticed !== undefined)
    throw new Failure(
      EXIT.usage,
      'Cannot use --detect and --detect-from without --attack: a scenario has its own times',
    );
  return { scenario, attack };
}

/** A list of all scenarios has no replay and no measures. @throws Failure 2. */
function refuseForList(call: Call): void {
  const { options } = call;
  const asked = ['html', 'budget'].find((name) => options.text(name) !== undefined);
  const option = asked ?? (options.list('measures').length > 0 ? 'measures' : undefined);
  if (option !== undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot use --${option} without --scenario or --attack`,
      'ensuresec simulate without them lists all scenarios',
    );
}

const PHASES = {
  runs: 'Playing all runs',
  measures: 'Trying measures',
  checks: 'Looking for single points of failure',
} as const;

function answerOf(call: Call, prepared: Prepared, runs: number): Simulation {
  const budget = call.options.text('budget');
  const answer = runSimulation({
    ...prepared,
    runs,
    ...(budget === undefined ? {} : { budget: numberOf(call, 'budget', 1e9) }),
    onPhase: (phase, done) => call.progress.step(PHASES[phase], done),
  });
  call.progress.end();
  return answer;
}

/** All scenarios with what each would cost; those that hit nothing say so. */
function listAll(call: Call, subject: Subject, seed: number): number {
  const rows = subject.pack.scenarios.map(({ id, title }): ScenarioRow => {
    call.progress.step(`Playing ${id}`);
    const head = { id, title: title['en'] ?? id };
    try {
      const { frame } = requestOf(call, subject, id, seed);
      const { without } = runSimulation({
        model: '',
        head: { ...head, text: '', startHour: 0, horizon: 0, hits: [] },
        frame,
        runs: LIST_RUNS,
        measures: [],
        others: [],
        limits: [],
        dependencies: { total: 0, inferred: 0 },
      });
      return { ...head, eur: without.eur };
    } catch (error) {
      if (error instanceof Failure && error.code === EXIT.nothing) return head;
      throw error;
    }
  });
  call.progress.end();
  if (rows.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to simulate: the pack ${subject.pack.id} has no scenario`);
  const { name } = subject.loaded.model;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/scenarios/1', model: name, seed, runs: LIST_RUNS, scenarios: rows })
      : scenariosText(name, rows, LIST_RUNS, call.style),
  );
  return EXIT.secure;
}

function numberOf(call: Call, name: string, most: number): number {
  const typed = call.options.text(name) ?? '';
  const value = Number(typed);
  if (!/^\d{1,10}$/.test(typed) || value > most)
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${typed}\` as --${name}: expected a whole number up to ${most}`,
    );
  return value;
}
