// SPDX-License-Identifier: Apache-2.0
// A workflow in Promela, for Spin (Holzmann, The model checker Spin, 1997): one process, one atomic option for each step
// with each choice, one assertion for each invariant, one macro for each check, so that a line switches it. No symmetry:
// Spin must find as many states as an unreduced search.
import type { Term } from './expression/term.ts';
import type { Configuration } from './generate.ts';
import type { Choice, Property, Step, Workflow } from './workflow.ts';

/** @param wanted one bit for each property that is asserted; all when absent. */
export function promela(workflow: Workflow, configuration: Configuration, wanted?: number): string {
  const asked = wanted ?? 2 ** workflow.properties.length - 1;
  const asserted = workflow.properties.filter((_, at) => (asked & (1 << at)) !== 0);
  const options = workflow.steps
    .filter(({ by }) => by.length === 0 || by.some((attacker) => configuration.attackers.has(attacker)))
    .flatMap((step) => combinations(step.choices).map((variables) => optionText(step, variables)));
  const starts = workflow.starts
    .map((value, slot) => `  s[${slot}] = ${value};`)
    .filter((line) => !line.endsWith(' 0;'));
  const widest = Math.max(...workflow.steps.map(({ effects }) => effects.length));
  const checks = workflow.checks.map(
    (check) => `#define ${macroOf(check)} ${configuration.missing.has(check) ? 'false' : 'true'}`,
  );
  return `/* ${workflow.id} */
${checks.join('\n')}
byte s[${workflow.capacity.length}];
${Array.from({ length: widest }, (_, at) => `hidden short t${at}; hidden short u${at};`).join('\n')}
inline holds() {
${asserted.flatMap(assertions).join('\n')}
}
active proctype workflow() {
  d_step {
${starts.join('\n')}
  holds();
  }
  do
${options.join('\n')}
  od
}
`;
}

type Variables = ReadonlyMap<string, number>;

function combinations(choices: readonly Choice[]): readonly Variables[] {
  return choices.reduce<readonly Variables[]>(
    (all, { variable, least, size }) =>
      all.flatMap((before) =>
        Array.from({ length: size }, (_, at) => new Map([...before, [variable, least + at]])),
      ),
    [new Map()],
  );
}

/** `made_…`: whether a check is made. Names of Promela have no minus. */
export function macroOf(check: string): string {
  return `made_${check.replaceAll('-', '_')}`;
}

/** Effects go through `t`, because all values are worked out before any is stored. */
function optionText(step: Step, variables: Variables): string {
  const guards = step.guards.map(({ check, term }) =>
    check === undefined ? text(term, variables) : `(!${macroOf(check)} || ${text(term, variables)})`,
  );
  const effects = step.effects.map(({ variable, index, value }) => {
    const least = variable.type.kind === 'number' ? variable.type.least : 0;
    const place = index === undefined ? '0' : text(index, variables);
    const stored = `(${text(value, variables)} - ${least})`;
    return { place, stored, base: variable.base, size: variable.size, values: variable.values };
  });
  const bounds = effects.map(
    ({ place, stored, size, values }) =>
      `${place} >= 0 && ${place} < ${size} && ${stored} >= 0 && ${stored} < ${values}`,
  );
  const condition = [...guards, ...bounds].join(' && ') || 'true';
  const names = effects.map((_, at) => `t${at}`);
  const reads = effects.map(({ stored }, at) => `${names[at]} = ${stored};`).join(' ');
  const places = effects.map(({ place }, at) => `u${at} = ${place};`).join(' ');
  const stores = effects
    .map(({ base }, at) => `s[${base} + u${at}] = t${at}; t${at} = 0; u${at} = 0;`)
    .join(' ');
  return `  :: d_step { (${condition}) -> ${reads} ${places} ${stores} holds(); }`;
}

function assertions({ choices, that }: Property): readonly string[] {
  return combinations(choices).map((variables) => `  assert(${text(that, variables)});`);
}

function text(term: Term, variables: Variables): string {
  switch (term.kind) {
    case 'value':
      return String(term.value);
    case 'variable':
      return String(variables.get(term.name));
    case 'slot': {
      if (term.index === undefined) return `(s[${term.base}] + ${term.least})`;
      const index = text(term.index, variables);
      const read = `s[${term.base} + ${index}] + ${term.least}`;
      return /^\d+$/.test(index)
        ? `(${read})`
        : `((${index} >= 0 && ${index} < ${term.size}) -> (${read}) : (0 - 1))`;
    }
    case 'table': {
      const index = text(term.index, variables);
      if (/^\d+$/.test(index)) return String(term.values[Number(index)] ?? '(0 - 1)');
      return term.values.reduceRight(
        (rest, value, at) => `((${index} == ${at}) -> ${value} : ${rest})`,
        '(0 - 1)',
      );
    }
    case 'not':
      return `(!(${text(term.of, variables)}))`;
    case 'binary': {
      const signs: Readonly<Record<string, string>> = { and: '&&', or: '||', '=': '==' };
      return `(${text(term.left, variables)} ${signs[term.operator] ?? term.operator} ${text(term.right, variables)})`;
    }
    case 'fold':
      return foldText(term, variables);
  }
}

function foldText(term: Term & { kind: 'fold' }, variables: Variables): string {
  const parts = Array.from({ length: term.size }, (_, member) => {
    const inner = new Map([...variables, [term.variable, member]]);
    const body = text(term.body, inner);
    const where = term.where === undefined ? undefined : text(term.where, inner);
    if (term.fold === 'all') return where === undefined ? body : `(!(${where}) || ${body})`;
    if (term.fold === 'any') return where === undefined ? body : `(${where} && ${body})`;
    const value = term.fold === 'sum' ? body : `(${body} -> 1 : 0)`;
    return where === undefined ? value : `(${where} -> ${value} : 0)`;
  });
  const signs = { all: ' && ', any: ' || ', count: ' + ', sum: ' + ' } as const;
  return `(${parts.join(signs[term.fold])})`;
}
