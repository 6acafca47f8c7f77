// SPDX-License-Identifier: Apache-2.0
// From a model and a pack to what the simulation is asked: of a scenario, or of the path that proves an attack.
import {
  inferredCount,
  type Model,
  type Pack,
  type ScenarioSource,
  withInferredDependencies,
} from '../../model/index.ts';
import { type AttackStep, attackRun, type Measured } from '../attack/clock.ts';
import { installedMeasures, possibleMeasures } from '../ecosystem/measures-of.ts';
import { type ScenarioOnModel, scenarioOn } from '../ecosystem/scenario-of.ts';
import { recordsOf, servicesOf, systemOf } from '../ecosystem/system-of.ts';
import { durationOf } from '../ecosystem/time.ts';
import { withMeasures } from '../measure/measure.ts';
import type { Happening } from '../system.ts';
import { type Frame, replayOf } from './side.ts';
import type { SimulationRequest } from './simulate.ts';

/** Assets on which measures are tried over many runs, and those on which they are in one. */
const [MOST_CONCERNED, MOST_FAR] = [10, 60];
/** Hours that are looked at after an attack is expected to end. */
const AFTER_ATTACK = 28 * 24;
/** How long a target is off when the attack on it is stopped. */
const ISOLATION = '4h';

export type Prepared = Omit<SimulationRequest, 'runs' | 'onPhase'>;

/** Why there is nothing to simulate: nothing of it in the model, dependencies that make no system, no such measure. */
export class SimulationError extends Error {
  readonly code: 'nothing' | 'invalid' | 'measure';
  readonly hint: string | undefined;

  constructor(code: SimulationError['code'], message: string, hint?: string) {
    super(message);
    this.name = 'SimulationError';
    this.code = code;
    this.hint = hint;
  }
}

export interface Choice {
  readonly seed: number;
  /** Ids of measures to compare with; none: the one that avoids most. */
  readonly measures: readonly string[];
}

interface Told {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** @throws SimulationError */
export function scenarioRequest(source: ScenarioSource, stated: Model, pack: Pack, choice: Choice): Prepared {
  const model = playedModel(stated, pack);
  const told = { id: source.id, title: english(source.title), text: english(source.text) };
  const on = scenarioOn(source, systemOf(model, pack), model, pack);
  if (on.hits.length === 0)
    throw new SimulationError(
      'nothing',
      `Nothing to simulate: ${told.title} hits nothing in this model, or a measure that is installed stops it`,
      'ensuresec simulate without --scenario lists all scenarios and what they hit',
    );
  const { published } = source;
  return {
    ...prepared(model, pack, on, told, choice),
    ...(published === undefined
      ? {}
      : { published: published.figures.map((each) => ({ ...each, name: english(each.name) })) }),
  };
}

/** What nobody stated of the dependencies is inferred, but only where nothing at all is stated. */
function playedModel(model: Model, pack: Pack): Model {
  return (model.dependencies ?? []).length === 0 ? withInferredDependencies(model, pack) : model;
}

/** What a step harms, as a report says it. */
interface StepHarm {
  readonly channel: 'availability' | 'integrity' | 'confidentiality';
  readonly on: string;
  readonly data?: string;
}

/** What a verdict proves, as far as the clock of the attack needs it. */
export interface ProvedPath {
  readonly attack: string;
  readonly title: string;
  readonly attacker: string;
  readonly target: string;
  readonly steps: readonly {
    readonly text: string;
    readonly days: number;
    readonly harms?: readonly StepHarm[];
  }[];
}

/** Of the paths that prove an attack, in the order of a report, the one that takes least; undefined: none proves it. */
export function quickestPath<V extends ProvedPath & { readonly verdict: string; readonly days: number }>(
  verdicts: readonly V[],
  attack: string,
): V | undefined {
  return verdicts
    .filter((each) => each.verdict === 'INSECURE' && each.attack === attack)
    .toSorted((a, b) => a.days - b.days)[0];
}

/** The path that proves an attack, with the time of its steps, and when somebody notices: as stated, or as measured. */
export interface PreparedAttack {
  readonly prepared: Prepared;
  /** The same attack with another clock of detection. */
  readonly frameWith: (detection: Measured) => Frame;
}

/**
 * @param detect mean hours from the first step until somebody notices and acts, or as it was measured; absent: nobody does in
 * time.
 * @throws SimulationError
 */
export function pathRequest(
  path: ProvedPath,
  stated: Model,
  pack: Pack,
  { detect, ...choice }: Choice & { readonly detect?: number | Measured },
): PreparedAttack {
  const model = playedModel(stated, pack);
  const steps = path.steps.map(({ days, harms = [] }, index) => ({
    id: `${path.attack} ${index}`,
    time: { kind: 'exponential', mean: Math.max(days, 1 / 24) * 24 } as const,
    harms: harms
      // What names no class of data on the way is a means, such as a page that is changed to read along.
      .filter(({ data }) => data !== undefined || index === path.steps.length - 1)
      .flatMap((harm) => harmIn(model, harm)),
  }));
  const expected = steps.reduce((sum, { time }) => sum + time.mean, 0);
  const on: ScenarioOnModel = {
    system: systemOf(model, pack),
    scenario: { happenings: [], horizon: Math.ceil(expected * 3 + AFTER_ATTACK) },
    hits: [{ asset: path.target, happening: -1, stoppedBy: [] }],
    // Who attacks on purpose attacks the spare too.
    stated: new Set([path.target]),
    startHour: 0,
  };
  const attacked = { steps, target: path.target, stops: stopsTarget(path.steps.at(-1)?.harms ?? []) };
  const noticed = (detection: number | Measured) => ({
    ...attacked,
    detection:
      typeof detection === 'number' ? ({ kind: 'exponential', mean: detection } as const) : detection,
    isolation: durationOf(ISOLATION),
  });
  const clock = detect === undefined ? attacked : noticed(detect);
  const attacker = pack.attackers.find((each) => each.id === path.attacker);
  const who = attacker === undefined ? path.attacker : english(attacker.title);
  const text = `${who}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}: ${path.steps.map((step) => step.text).join(' ')}`;
  const told = { id: path.attack, title: path.title, text };
  const request = prepared(
    model,
    pack,
    on,
    told,
    choice,
    (run) => attackRun(clock, choice.seed, run).happenings,
  );
  return {
    prepared: request,
    frameWith: (detection) => ({
      ...request.frame,
      extra: (run) => attackRun(noticed(detection), choice.seed, run).happenings,
    }),
  };
}

/** A step that harms nothing by its words stops the target, and so does one that harms its availability. */
function stopsTarget(harms: readonly StepHarm[]): boolean {
  return harms.length === 0 || harms.some(({ channel }) => channel === 'availability');
}

/** A harm on an asset of the model; that of a flow is at the asset that believes it, or hears it. */
function harmIn({ assets = [], flows = [] }: Model, { channel, on, data }: StepHarm): AttackHarm[] {
  if (channel === 'availability') return [];
  const place = flows.find((flow) => flow.id === on)?.to ?? on;
  if (!assets.some(({ id }) => id === place)) return [];
  const kind = channel === 'integrity' ? 'alter' : 'expose';
  return [{ kind, on: place, ...(data === undefined ? {} : { data }) }];
}

type AttackHarm = NonNullable<AttackStep['harms']>[number];

/** What is asked of every run: services, and what is installed. @throws SimulationError when nothing says what it delivers. */
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
    throw new SimulationError(
      'nothing',
      'Nothing to simulate: no asset of the model says what it delivers',
      'Give the assets that customers see `delivers: [{ unit: orders, perHour: 40, eur: 20 }]`',
    );
  return {
    setting: withMeasures({ system: on.system, scenario: on.scenario }, [installedMeasures(model, pack, on)]),
    services,
    records: recordsOf(model),
    seed,
    startHour: on.startHour,
    ...(extra === undefined ? {} : { extra }),
  };
}

function prepared(
  model: Model,
  pack: Pack,
  on: ScenarioOnModel,
  told: Told,
  { seed, measures: asked }: Choice,
  extra?: Frame['extra'],
): Prepared {
  const base = frameOf(model, pack, on, seed, extra);
  const concerned = concernedAssets(base, on);
  const all = possibleMeasures(model, pack, on, concerned.slice(0, MOST_FAR));
  const near = new Set(
    possibleMeasures(model, pack, on, concerned.slice(0, MOST_CONCERNED)).map(({ id }) => id),
  );
  const measures = all.filter(({ id }) => near.has(id) || asked.includes(id));
  const wrong = asked.find((each) => !measures.some(({ id }) => id === each));
  if (wrong !== undefined)
    throw new SimulationError(
      'measure',
      `Cannot find the measure \`${wrong}\` for this scenario`,
      measures.length === 0
        ? 'None would change anything'
        : `There are ${measures.map(({ id }) => id).join(', ')}`,
    );
  const hits = [...new Set(on.hits.map(({ asset }) => asset))];
  return {
    model: model.name,
    head: { ...told, startHour: on.startHour, horizon: on.scenario.horizon, hits },
    frame: base,
    measures,
    others: all.filter((each) => !measures.includes(each)),
    ...(asked.length === 0 ? {} : { chosen: asked }),
    dependencies: { total: model.dependencies?.length ?? 0, inferred: inferredCount(model) },
    limits: limitsOf(model, extra !== undefined, on.scenario.happenings),
  };
}

/** What is hit, then what falls in the first run, longest first. @throws SimulationError when the dependencies make no system. */
function concernedAssets(frame: Frame, on: ScenarioOnModel): string[] {
  try {
    const { changes, marks } = replayOf(frame, [], 0);
    const fallen = changes.filter(({ level }) => level < 1).map(({ asset }) => asset);
    const wrong = marks.map(({ asset }) => asset);
    return [...new Set([...on.hits.map(({ asset }) => asset), ...fallen, ...wrong])];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SimulationError('invalid', error.message, 'Look at `atLeast` and `needs` of that dependency');
  }
}

function limitsOf(
  { crews, dependencies = [] }: Model,
  isAttack: boolean,
  happenings: readonly Happening[],
): string[] {
  const hits = (...kinds: readonly Happening['kind'][]): boolean =>
    happenings.some(({ kind }) => kinds.includes(kind));
  return [
    'Times and shares are assumptions of the model and the pack; ranges are over them, not over what nobody thought of.',
    ...(dependencies.length === 0
      ? [
          'The model states no dependencies and none could be inferred: nothing but hosts takes anything down.',
        ]
      : []),
    ...(crews === undefined
      ? []
      : [
          'Crews are limited: a measure can then make a single run worse, because a crew comes to another place first.',
        ]),
    ...(isAttack
      ? ['Taking an asset off to stop an attack is an outage too, so faster detection can cost something.']
      : []),
    ...(hits('damage', 'isolate') && hits('alter')
      ? ['What stays up can pass wrong data on: a measure against outages can make the wrong output larger.']
      : []),
  ];
}

function english(text: Readonly<Record<string, string>>): string {
  return text['en'] ?? Object.values(text)[0] ?? '';
}
