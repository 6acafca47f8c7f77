// SPDX-License-Identifier: Apache-2.0
// Workflows of a pack to what can be searched; everything that is wrong is reported at once.
import type { Parsed, Problem } from '../../core/problem.ts';
import type { Pack, Placed, WorkflowSource } from '../../model/index.ts';
import { declare, type Sizes, sizeOf, typeOf } from './declare.ts';
import { ExpressionError, parseExpression } from './expression/parse.ts';
import { kindText, resolve, condition as resolveCondition, type Scope } from './expression/resolve.ts';
import type { Term, Type, Typed } from './expression/term.ts';
import { createReport, type Report } from './problems.ts';
import { symmetricMembers } from './symmetric.ts';
import {
  type Choice,
  type Effect,
  english,
  type Guard,
  type Property,
  type Step,
  type Template,
  type Workflow,
} from './workflow.ts';

/** Choices of one step, all variables together. */
const MAX_CHOICES = 4_096;

type Path = readonly (string | number)[];

/** All workflows of a pack, or what is wrong with them. */
export function compileWorkflows(pack: Pack, sizes: Sizes = {}): Parsed<readonly Workflow[]> {
  const problems: Problem[] = unwatched(pack);
  const value = pack.workflows.map((source) => {
    const report = createReport(source);
    const workflow = compile(source, pack, sizes, report);
    problems.push(...report.problems);
    return workflow;
  });
  return problems.length > 0 ? { problems } : { value, problems };
}

/** Invariants whose policy is not in the pack. */
function unwatched(pack: Pack): Problem[] {
  const policies = new Set(pack.policies.map(({ id }) => id));
  return pack.invariants
    .filter(({ policy }) => !policies.has(policy))
    .map((invariant) => ({
      code: 'WORKFLOW_UNKNOWN_NAME',
      severity: 'error',
      message: `Cannot find the policy \`${invariant.policy}\`: expected one of the pack`,
      at: invariant.locate(['policy']),
    }));
}

function compile(source: Placed<WorkflowSource>, pack: Pack, sizes: Sizes, report: Report): Workflow {
  const scope = declare(source, sizes, report);
  const reader: Reader = { source, scope, report };
  const steps = source.steps.map((_, at) => stepOf(at, reader));
  const properties = source.holds.map((_, at) => propertyOf(at, reader));
  checkNames(source, pack, report);
  const state = [...scope.state.values()];
  return {
    id: source.id,
    source,
    sets: scope.sets,
    state,
    capacity: state.flatMap(({ size, values }) => Array.from({ length: size }, () => values)),
    starts: state.flatMap(({ starts }) => starts),
    checks: Object.keys(source.checks),
    attackers: Object.keys(source.attackers),
    steps,
    properties,
    symmetric: symmetricMembers(source, scope),
  };
}

interface Reader {
  readonly source: Placed<WorkflowSource>;
  readonly scope: Scope;
  readonly report: Report;
}

function stepOf(at: number, reader: Reader): Step {
  const source = reader.source.steps[at] as WorkflowSource['steps'][number];
  const path: Path = ['steps', at];
  const choices = choicesOf(source.choose ?? {}, [...path, 'choose'], reader);
  const inner: Reader = { ...reader, scope: within(reader.scope, choices) };
  const guards: Guard[] = (source.when ?? []).map((text, index) => ({
    term: conditionOf(text, [...path, 'when', index], inner),
  }));
  for (const [check, texts] of Object.entries(source.checks ?? {}))
    for (const [index, text] of texts.entries())
      guards.push({ check, term: conditionOf(text, [...path, 'checks', check, index], inner) });
  const effects = Object.entries(source.set).flatMap(([target, text]): Effect[] => {
    const effect = effectOf(target, text, [...path, 'set', target], inner);
    return effect === undefined ? [] : [effect];
  });
  return {
    id: source.id,
    from: source.from,
    to: source.to,
    physical: source.physical === true,
    by: source.by ?? [],
    choices,
    guards,
    effects,
    label: templateOf(english(source.label), [...path, 'label'], inner),
    tell: templateOf(english(source.tell), [...path, 'tell'], inner),
  };
}

function propertyOf(at: number, reader: Reader): Property {
  const source = reader.source.holds[at] as WorkflowSource['holds'][number];
  const path: Path = ['holds', at];
  const choices = choicesOf(source.each ?? {}, [...path, 'each'], reader);
  const inner: Reader = { ...reader, scope: within(reader.scope, choices) };
  return {
    invariant: source.invariant,
    choices,
    that: conditionOf(source.that, [...path, 'that'], inner),
    say: templateOf(english(source.say), [...path, 'say'], inner),
  };
}

function choicesOf(choose: Readonly<Record<string, string>>, path: Path, reader: Reader): readonly Choice[] {
  const { source, scope, report } = reader;
  const choices = Object.entries(choose).flatMap(([variable, of]): Choice[] => {
    const type = typeOf(of, source, scope.sets);
    if (type === undefined) {
      report.kind([...path, variable], of);
      return [];
    }
    return [{ variable, type, least: type.kind === 'number' ? type.least : 0, size: sizeOf(type) }];
  });
  const product = choices.reduce((sum, { size }) => sum * size, 1);
  if (product > MAX_CHOICES) report.tooLarge(path, `${product} choices, expected at most ${MAX_CHOICES}`);
  return choices;
}

function within(scope: Scope, choices: readonly Choice[]): Scope {
  return { ...scope, variables: new Map(choices.map(({ variable, type }) => [variable, type])) };
}

function conditionOf(text: string, path: Path, { scope, report }: Reader): Term {
  return (
    attempt(report, path, () => resolveCondition(parseExpression(text), scope)) ?? { kind: 'value', value: 1 }
  );
}

function attempt<T>(report: Report, path: Path, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return report.add(error.code, path, `${error.message}, at character ${error.at + 1} of the expression`);
  }
}

/** `stage[o]: paid`: which slot gets which value. */
function effectOf(target: string, text: string, path: Path, { scope, report }: Reader): Effect | undefined {
  return attempt(report, path, () => {
    const place = parseExpression(target);
    const variable = place.kind === 'name' ? scope.state.get(place.name) : undefined;
    if (place.kind !== 'name' || variable === undefined)
      throw new ExpressionError(
        `Cannot set \`${target}\`: expected a state such as ${[...scope.state.keys()][0]}`,
        0,
        'WORKFLOW_UNKNOWN_NAME',
      );
    // Checks that a member is named where there are members, and only there.
    resolve(place, scope);
    const value = resolve(parseExpression(text), scope, variable.type);
    fits(value.type, variable.type);
    const index =
      place.index === undefined ? undefined : resolve(place.index, scope, scope.sets.get(variable.of ?? ''));
    return { variable, ...(index === undefined ? {} : { index: index.term }), value: value.term };
  });
}

function fits(found: Type, expected: Type): void {
  const same =
    found.kind === expected.kind &&
    (!('name' in found) || found.name === (expected as { name: string }).name);
  if (!same)
    throw new ExpressionError(`Found ${kindText(found)}, expected ${kindText(expected)}`, 0, 'WORKFLOW_KIND');
}

function templateOf(text: string, path: Path, { scope, report }: Reader): Template {
  return text.split(/(\{[^{}]*\})/).flatMap((part): (string | Typed)[] => {
    if (!/^\{.*\}$/.test(part)) return part === '' ? [] : [part];
    const typed = attempt(report, path, () => resolve(parseExpression(part.slice(1, -1)), scope));
    return typed === undefined ? [] : [typed];
  });
}

/** Names that stand for parties, attackers, checks and invariants. */
function checkNames(source: Placed<WorkflowSource>, pack: Pack, report: Report): void {
  const parties = Object.keys(source.parties);
  const checks = Object.keys(source.checks);
  const attackers = Object.keys(source.attackers);
  const need = (known: readonly string[], what: string, path: Path, name: string) => {
    if (!known.includes(name)) report.unknown(path, what, name, known);
  };
  const invariants = pack.invariants.map(({ id }) => id);
  for (const [name, check] of Object.entries(source.checks)) {
    need(parties, 'party', ['checks', name, 'at'], check.at);
    if (check.measure !== undefined)
      need([...pack.words.measure.keys()], 'measure', ['checks', name, 'measure'], check.measure);
  }
  for (const [name, attacker] of Object.entries(source.attackers)) {
    need([...pack.words.class.keys()], 'identity class', ['attackers', name, 'class'], attacker.class);
    if (attacker.reach !== undefined) need(parties, 'party', ['attackers', name, 'reach'], attacker.reach);
  }
  source.steps.forEach((step, at) => {
    need(parties, 'party', ['steps', at, 'from'], step.from);
    need(parties, 'party', ['steps', at, 'to'], step.to);
    for (const [index, name] of (step.by ?? []).entries())
      need(attackers, 'attacker', ['steps', at, 'by', index], name);
    for (const name of Object.keys(step.checks ?? {}))
      need(checks, 'check', ['steps', at, 'checks', name], name);
  });
  source.holds.forEach(({ invariant, harms }, at) => {
    need(invariants, 'invariant', ['holds', at, 'invariant'], invariant);
    for (const [harm, party] of Object.entries(harms ?? {}))
      need(parties, 'party', ['holds', at, 'harms', harm], party);
  });
  source.flaws.forEach((flaw, at) => {
    for (const [index, name] of flaw.without.entries())
      need(checks, 'check', ['flaws', at, 'without', index], name);
    for (const [index, name] of (flaw.attackers ?? []).entries())
      need(attackers, 'attacker', ['flaws', at, 'attackers', index], name);
    need(
      source.holds.map(({ invariant }) => invariant),
      'invariant',
      ['flaws', at, 'breaks'],
      flaw.breaks,
    );
  });
}
