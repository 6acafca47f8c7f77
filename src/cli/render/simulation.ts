// SPDX-License-Identifier: Apache-2.0
// A simulation as text: what it costs, why, what would avoid it, and what the dependencies say without any scenario.
import type { Outage, Side, Simulation } from '../../cascade/index.ts';
import type { Subject } from '../input.ts';
import { preventedLines, type When } from './prevented.ts';
import type { Named } from './simulation-channels.ts';
import { channelLines, markLines } from './simulation-channels.ts';
import { count, moment, money, round, span } from './simulation-figures.ts';
import type { Style } from './style.ts';
import { padRight, wrap } from './width.ts';

export interface ScenarioRow {
  readonly id: string;
  readonly title: string;
  readonly eur?: Side['eur'];
}

export function scenariosText(
  model: string,
  rows: readonly ScenarioRow[],
  runs: number,
  style: Style,
): string {
  const name = Math.max(...rows.map(({ id }) => lastPart(id).length)) + 2;
  const lines = rows.map(({ id, title, eur }) => {
    const cost =
      eur === undefined
        ? style.dim('hits nothing here, or is stopped')
        : `${money(eur.p50)}, at worst ${money(eur.p95)}`;
    return `  ${style.bold(padRight(lastPart(id), name))}${style.safe(title)}\n  ${' '.repeat(name)}${cost}`;
  });
  return [
    style.bold(`What could happen to ${style.safe(model)}, and what it would cost`),
    style.dim(`Median and 95th percentile of ${runs} runs each; measures that are installed count.`),
    '',
    ...lines,
    '',
    style.dim(`ensuresec simulate --scenario ${lastPart(rows[0]?.id ?? '')} tells one of them.`),
    '',
  ].join('\n');
}

export function simulationText(answer: Simulation, { loaded }: Subject, style: Style): string {
  const names = new Map((loaded.model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  const named: Named = (id) => style.safe(names.get(id) ?? id);
  const { scenario, without } = answer;
  const lines = [
    style.bold(style.safe(scenario.title)),
    ...wrap(style.safe(scenario.text), style.columns).map(style.dim),
    '',
    ...costLines(answer, named, style),
    '',
    style.bold(`How it goes (run ${without.replay.run + 1} of ${answer.runs}, the median one)`),
    ...timeline(without, { startHour: scenario.startHour, tried: answer.single.length }, named, style),
    ...trainingLines(answer, style),
    ...measureLines(answer, style),
    ...comparisonLines(answer, style),
    ...checkLines(answer, named, style),
    '',
    style.bold('What the figures do not say'),
    ...answer.limits.flatMap((text) => hanging(text, style)),
    '',
  ];
  return lines.join('\n');
}

function trainingLines({ training }: Simulation, style: Style): string[] {
  if (training === undefined) return [];
  const { campaign, basis, people, recipients, before, after, avoided } = training;
  const compared =
    basis === 'trial'
      ? `${people.before} people by lot without training against ${people.after} with it, on the same day`
      : `${people.before} people in the first test against ${people.after} in the last; what else changed meanwhile counts too`;
  return [
    '',
    style.bold(`What the training is worth (${style.safe(campaign)})`),
    ...wrap(
      `${compared}. The attack reaches ${recipients} people; the first report is when somebody acts.`,
      style.columns - 2,
    ).map((line) => `  ${style.dim(line)}`),
    `  mean loss ${money(before)} before, ${money(after)} after`,
    `  ${style.bold('avoided')}   ${money(avoided.mean)}  ${style.dim(`on average, 95 % interval ${money(avoided.low)} to ${money(avoided.high)}, over runs and people`)}`,
    ...(avoided.low > 0
      ? []
      : [`  ${style.dim('The interval has 0 in it: it is not shown that the training avoids a loss.')}`]),
  ];
}

function hanging(text: string, style: Style): string[] {
  return wrap(text, style.columns - 4).map(
    (line, index) => `${index === 0 ? `  ${style.glyphs.dot} ` : '    '}${line}`,
  );
}

function costLines(
  { without, with: after, chosen, measures, avoided }: Simulation,
  named: Named,
  style: Style,
): string[] {
  const names = chosen
    .map((id) => style.safe(measures.find((each) => each.id === id)?.name ?? id))
    .join(' + ');
  const side = (title: string, told: Side): string[] => {
    const { eur, services, back, collapse } = told;
    return [
      `  ${style.bold(padRight(title, 9))}${money(eur.p50)}  ${style.dim(`(5 % ${money(eur.p5)}, 95 % ${money(eur.p95)}; mean of the worst 5 %: ${money(eur.cvar95)})`)}`,
      ...services
        .filter(({ lost, late }) => lost.p95 + late.p95 > 0.5)
        .map(
          ({ asset, unit, lost, late }) =>
            `           ${count(lost.p50)} ${style.safe(unit)} lost, ${count(late.p50)} late ${style.dim(`at ${named(asset)}`)}`,
        ),
      ...channelLines(told, named, style),
      `           back to ${back.map(({ level, p50 }) => `${level} % ${p50 === null ? 'not within the horizon' : p50 === 0 ? 'all the time' : `after ${span(p50)}`}`).join(', ')}`,
      ...(collapse > 0
        ? [
            `           ${style.red(`${Math.round(collapse * 100)} % of runs end with less than half delivered`)}`,
          ]
        : []),
    ];
  };
  return [
    ...side('without', without),
    ...(after === undefined ? [] : [`  ${style.dim(`with ${names}:`)}`, ...side('with', after)]),
    ...(avoided === undefined
      ? []
      : [
          `  ${style.bold(padRight('avoided', 9))}${style.green(money(avoided.mean))}  ${style.dim(`on average, 95 % interval ${money(avoided.low)} to ${money(avoided.high)}`)}`,
        ]),
  ];
}

function timeline(side: Side, when: When, named: Named, style: Style): string[] {
  const { replay } = side;
  const marks = markLines(side, when, named, style);
  if (replay.outages.length + marks.length === 0) return [`  ${style.dim('No service is touched.')}`];
  return [...replay.outages.flatMap((outage) => outageLines(outage, when, named, style)), ...marks];
}

function outageLines(outage: Outage, { startHour, tried }: When, named: Named, style: Style): string[] {
  const state =
    outage.lowest === 0 ? style.red('down') : style.yellow(`at ${Math.round(outage.lowest * 100)} %`);
  const end = outage.until === null ? 'to the end' : `for ${span(outage.until - outage.from)}`;
  const chain = outage.why.map((step) => {
    if (step.cause === 'damage') return `${named(step.asset)} fails`;
    if (step.cause === 'held') return `${named(step.asset)} is taken off`;
    const left = step.left === undefined ? '' : `, ${step.left} of ${step.need} it needs left`;
    const waited = step.waited === undefined || step.waited < 0.01 ? '' : `, held out ${span(step.waited)}`;
    return `${named(step.asset)} ${step.level === 0 ? 'stops' : `falls to ${Math.round(step.level * 100)} %`} (${style.safe(step.group ?? '')}${left}${waited})`;
  });
  return [
    `  ${moment(startHour + outage.from)}  ${style.bold(named(outage.asset))} ${state} ${end}`,
    ...chain.map(
      (text, index) =>
        `${' '.repeat(13 + 2 * Math.min(index, 6))}${style.dim(index === 0 ? '' : 'because ')}${style.dim(text)}`,
    ),
    ...preventedLines(outage, tried, style),
  ];
}

function measureLines({ measures, best }: Simulation, style: Style): string[] {
  if (measures.length === 0) return ['', style.dim('No measure that the pack knows would change this.')];
  const id = Math.max(...measures.map((each) => each.id.length)) + 2;
  return [
    '',
    style.bold('What each measure alone would avoid, on average'),
    ...measures.map((each) => {
      const { mean, low, high } = each.avoided;
      const credit = each.credit === undefined ? '' : `; ${money(each.credit)} of what they avoid together`;
      return `  ${padRight(style.safe(each.id), id)}${money(mean)} ${style.dim(`(${money(low)} to ${money(high)}), costs ${money(each.cost)} a year${credit}`)}`;
    }),
    ...(best === undefined
      ? []
      : [
          `  Best for ${money(best.budget)}: ${best.measures.length === 0 ? 'nothing' : best.measures.map(style.safe).join(', ')} ${style.dim(`(${money(best.cost)}; ${money(best.loss)} left on average)`)}`,
        ]),
  ];
}

function comparisonLines({ published }: Simulation, style: Style): string[] {
  if (published === undefined) return [];
  return [
    '',
    style.bold('Beside a case that happened'),
    ...published.map(({ name, published: value, simulated, off }) => {
      const told = simulated === null ? 'not within the horizon' : round(simulated);
      const how = off === null ? '' : `, off by ${off < 0 ? '−' : '+'}${Math.abs(Math.round(off * 100))} %`;
      return `  ${style.safe(name)}: published ${round(value)}, here ${told}${how}`;
    }),
  ];
}

function checkLines({ checks, dependencies }: Simulation, named: Named, style: Style): string[] {
  const list = (ids: readonly string[]): string => ids.map(named).join(', ');
  return [
    '',
    style.bold('Without any scenario'),
    ...(dependencies.inferred === 0
      ? []
      : [
          `  ${dependencies.inferred} of ${dependencies.total} dependencies are inferred from flows: look at them before you rely on this.`,
        ]),
    checks.neverStart.length === 0
      ? `  From nothing, everything starts again in ${checks.waves} rounds.`
      : `  ${style.red(`${checks.neverStart.length} assets could never start from nothing`)}: ${list(checks.neverStart)}. Able to start alone must be ${list(checks.blackStart)}.`,
    ...checks.services.flatMap(({ asset, single, sets, isComplete }) => {
      const pairs = sets.length === 0 ? '' : `; ${sets.length} sets of two or three`;
      const text = `${named(asset)} stops for good when one of these is lost: ${single.length === 0 ? 'none' : list(single)}${pairs}${isComplete ? '' : ' (search cut off)'}`;
      return wrap(text, style.columns - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`);
    }),
  ];
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
