// SPDX-License-Identifier: Apache-2.0
// From a model and what was typed to what the simulation is asked.
import { analyse } from '../../analyse/index.ts';
import {
  attackRun,
  type Duration,
  durationOf,
  type Frame,
  installedMeasures,
  type Measured,
  possibleMeasures,
  replayOf,
  type ScenarioOnModel,
  type SimulationRequest,
  scenarioOn,
  servicesOf,
  systemOf,
  withMeasures,
} from '../../cascade/index.ts';
import type { Model, Pack, ScenarioSource } from '../../model/index.ts';
import { Time } from '../../model/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Subject } from '../input.ts';
import { idOf } from '../select.ts';

/** Assets on which measures are tried. */
const MOST_CONCERNED = 10;
/** Hours that are looked at after an attack is expected to end. */
const AFTER_ATTACK = 28 * 24;

export type Prepared = Omit<SimulationRequest, 'runs' | 'onPhase'>;

interface Told {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A scenario of the pack. @throws Failure 2 unknown id, 3 the dependencies make no system, 4 nothing of it in the model. */
export function requestOf(call: Call, subject: Subject, scenario: string, seed: number): Prepared {
  const { pack } = subject;
  const id = idOf(
    scenario,
    pack.scenarios.map((each) => each.id),
    'scenario',
    pack.id,
  );
  const source = pack.scenarios.find((each) => each.id === id) as ScenarioSource;
  const told = { id, title: english(source.title), text: english(source.text) };
  const on = scenarioOn(source, systemOf(subject.loaded.model, pack), subject.loaded.model, pack);
  if (on.hits.length === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to simulate: ${told.title} hits nothing in this model, or a measure that is installed stops it`,
      'ensuresec simulate without --scenario lists all scenarios and what they hit',
    );
  const { published } = source;
  return {
    ...prepared(call, subject, on, told, seed),
    ...(published === undefined
      ? {}
      : { published: published.figures.map((each) => ({ ...each, name: english(each.name) })) }),
  };
}

/** The path that proves an attack, with the time of its steps, and when somebody notices: as typed, or as measured. */
export interface PreparedAttack {
  readonly prepared: Prepared;
  /** The same attack with another clock of detection. */
  readonly frameWith: (detection: Measured) => Frame;
}

/** @throws Failure 4 when the attack has no path. */
export function attackRequest(
  call: Call,
  subject: Subject,
  attack: string,
  seed: number,
  measured?: Measured,
): PreparedAttack {
  const { pack, compiled, loaded } = subject;
  const id = idOf(
    attack,
    pack.attacks.map((each) => each.id),
    'attack',
    pack.id,
  );
  const { report } = analyse({
    loaded,
    pack,
    compiled,
    today: call.io.today(),
    attacks: [id],
    attackers: [],
    assumed: [],
  });
  const proved = report.verdicts.filter(({ verdict }) => verdict === 'INSECURE');
  const [verdict] = proved.sort((a, b) => a.days - b.days);
  if (verdict === undefined)
    throw new Failure(
      EXIT.nothing,
      `Nothing to simulate: no path proves ${id} in this model`,
      `ensuresec check --attack ${attack} says why`,
    );
  const steps = verdict.steps.map(({ days }, index) => ({
    id: `${id} ${index}`,
    time: { kind: 'exponential', mean: Math.max(days, 1 / 24) * 24 } as const,
  }));
  const expected = steps.reduce((sum, { time }) => sum + time.mean, 0);
  const on: ScenarioOnModel = {
    system: systemOf(loaded.model, pack),
    scenario: { happenings: [], horizon: Math.ceil(expected * 3 + AFTER_ATTACK) },
    hits: [{ asset: verdict.target, happening: -1, stoppedBy: [] }],
    // Who attacks on purpose attacks the spare too.
    stated: new Set([verdict.target]),
    startHour: 0,
  };
  const detect = call.options.text('detect');
  const attacked = { steps, target: verdict.target };
  const noticed = (detection: Duration | Measured) => ({
    ...attacked,
    detection,
    isolation: durationOf('4h'),
  });
  const clock =
    measured !== undefined
      ? noticed(measured)
      : detect === undefined
        ? attacked
        : noticed({ kind: 'exponential', mean: hours(detect) });
  const attacker = pack.attackers.find((each) => each.id === verdict.attacker);
  const who = attacker === undefined ? verdict.attacker : english(attacker.title);
  const text = `${who}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}: ${verdict.steps.map((step) => step.text).join(' ')}`;
  const told = { id, title: verdict.title, text };
  const extra = (run: number) => attackRun(clock, seed, run).happenings;
  const request = prepared(call, subject, on, told, seed, extra);
  return {
    prepared: request,
    frameWith: (detection) => ({
      ...request.frame,
      extra: (run) => attackRun(noticed(detection), seed, run).happenings,
    }),
  };
}

function hours(typed: string): number {
  const time = Time.safeParse(typed).data;
  const duration = typeof time === 'string' ? durationOf(time) : undefined;
  if (duration?.kind !== 'fixed' || duration.hours === 0)
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${typed}\` as --detect: expected a length of time such as 8h or 2d`,
    );
  return duration.hours;
}

/** What is asked of every run: services, and what is installed. @throws Failure 4 when nothing says what it delivers. */
export function frameOf(
  model: Model,
  pack: Pack,
  on: ScenarioOnModel,
  seed: number,
  extra?: Frame['extra'],
): Frame {
  const numbers = new Map((model.assets ?? []).map(({ id }, index) => [id, index]));
  const services = servicesOf(model, (id) => numbers.get(id) as number);
  if (services.length === 0)
    throw new Failure(
      EXIT.nothing,
      'Nothing to simulate: no asset of the model says what it delivers',
      'Give the assets that customers see `delivers: [{ unit: orders, perHour: 40, eur: 20 }]`',
    );
  return {
    setting: withMeasures({ system: on.system, scenario: on.scenario }, [installedMeasures(model, pack, on)]),
    services,
    seed,
    startHour: on.startHour,
    ...(extra === undefined ? {} : { extra }),
  };
}

function prepared(
  call: Call,
  { loaded, pack }: Subject,
  on: ScenarioOnModel,
  told: Told,
  seed: number,
  extra?: Frame['extra'],
): Prepared {
  const { model } = loaded;
  const { startHour } = on;
  const base = frameOf(loaded.model, pack, on, seed, extra);
  const concerned = concernedAssets(base, on);
  const measures = possibleMeasures(model, pack, on, concerned);
  const asked = call.options.list('measures').flatMap((each) => each.split(','));
  const wrong = asked.find((each) => !measures.some(({ id }) => id === each));
  if (wrong !== undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot find the measure \`${wrong}\` for this scenario`,
      measures.length === 0
        ? 'None would change anything'
        : `There are ${measures.map(({ id }) => id).join(', ')}`,
    );
  const hits = [...new Set(on.hits.map(({ asset }) => asset))];
  return {
    model: model.name,
    head: { ...told, startHour, horizon: on.scenario.horizon, hits },
    frame: base,
    measures,
    ...(asked.length === 0 ? {} : { chosen: asked }),
    limits: limitsOf(model.crews !== undefined, extra !== undefined),
  };
}

/** What is hit, then what falls in the first run, longest first. @throws Failure 3 when the dependencies make no system. */
function concernedAssets(frame: Frame, on: ScenarioOnModel): string[] {
  try {
    const { changes } = replayOf(frame, [], 0);
    const fallen = changes.filter(({ level }) => level < 1).map(({ asset }) => asset);
    return [...new Set([...on.hits.map(({ asset }) => asset), ...fallen])].slice(0, MOST_CONCERNED);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(EXIT.invalid, error.message, 'Look at `atLeast` and `needs` of that dependency');
  }
}

function limitsOf(hasCrews: boolean, isAttack: boolean): string[] {
  return [
    'Times and shares are assumptions of the model and the pack; ranges are over them, not over what nobody thought of.',
    ...(hasCrews
      ? [
          'Crews are limited: a measure can then make a single run worse, because a crew comes to another place first.',
        ]
      : []),
    ...(isAttack
      ? ['Taking an asset off to stop an attack is an outage too, so faster detection can cost something.']
      : []),
  ];
}

function english(text: Readonly<Record<string, string>>): string {
  return text['en'] ?? Object.values(text)[0] ?? '';
}
