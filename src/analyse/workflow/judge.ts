// SPDX-License-Identifier: Apache-2.0
// One workflow to its report: searched as it is, then without each check and each pair of checks.
import type { Pack } from '../../model/index.ts';
import type { FlowFinding, InvariantReport, WorkflowReport } from './flow-report.ts';
import { type Examined, examine, type Weakness } from './missing.ts';
import { DEFAULT_MAX_STATES } from './search.ts';
import { tell } from './story.ts';
import { english, type Workflow } from './workflow.ts';

export interface JudgeOptions {
  readonly missing: ReadonlySet<string>;
  readonly attackers: ReadonlySet<string>;
  /** Largest number of further missing checks: 0, 1 or 2. */
  readonly depth: number;
  readonly maxStates?: number;
  readonly symmetry?: boolean;
  readonly onSearch?: (done: number, all: number) => void;
}

export function judgeWorkflow(workflow: Workflow, pack: Pack, options: JudgeOptions): WorkflowReport {
  const { source } = workflow;
  const examined = examine(workflow, options);
  const { base, weaknesses } = examined;
  const unknown = doubt(examined, options.maxStates ?? DEFAULT_MAX_STATES);
  const finding = (weakness: Weakness): FlowFinding => findingOf(workflow, pack, weakness, options);
  return {
    id: workflow.id,
    place: source.at,
    title: english(source.title),
    text: english(source.text),
    verdict: base.found.length > 0 ? 'INSECURE' : unknown === undefined ? 'SECURE' : 'UNKNOWN',
    ...(unknown === undefined ? {} : { unknown }),
    parties: Object.entries(source.parties).map(([id, { title }]) => ({ id, title: english(title) })),
    attackers: Object.entries(source.attackers)
      .filter(([id]) => options.attackers.has(id))
      .map(([id, { title }]) => ({ id, title: english(title) })),
    instance: Object.fromEntries([...workflow.sets.values()].map(({ name, size }) => [name, size])),
    checks: Object.entries(source.checks).map(([id, check]) => ({
      id,
      title: english(check.title),
      at: check.at,
      made: !options.missing.has(id),
      advice: english(check.advice),
      ...(check.measure === undefined ? {} : { measure: check.measure }),
      techniques: check.techniques ?? [],
    })),
    invariants: invariantsOf(workflow, pack, examined),
    findings: weaknesses.filter(({ missing }) => missing.length === 0).map(finding),
    weaknesses: weaknesses.filter(({ missing }) => missing.length > 0).map(finding),
    depth: options.depth,
    searches: examined.searches,
    states: examined.states,
    reached: base.states,
  };
}

function doubt({ base, incomplete, clipped }: Examined, most: number): string | undefined {
  if (!base.complete) return `the search ended at ${most} states`;
  if (clipped > 0) return `${clipped} steps would have passed the range of a number and were left out`;
  return incomplete.length > 0
    ? `${incomplete.length} searches without some checks ended at ${most} states`
    : undefined;
}

function invariantsOf(workflow: Workflow, pack: Pack, { weaknesses }: Examined): readonly InvariantReport[] {
  return workflow.properties.map(({ invariant }, property): InvariantReport => {
    const source = pack.invariants.find(({ id }) => id === invariant) as Pack['invariants'][number];
    const mine = weaknesses.filter((weakness) => weakness.property === property);
    return {
      id: invariant,
      title: english(source.title),
      text: english(source.text),
      holds: mine.every(({ missing }) => missing.length > 0),
      heldBy: mine.map(({ missing }) => missing).filter(({ length }) => length > 0),
      policy: source.policy,
      threats: source.threats,
      techniques: source.techniques,
    };
  });
}

function findingOf(workflow: Workflow, pack: Pack, weakness: Weakness, options: JudgeOptions): FlowFinding {
  const { invariant } = workflow.properties[weakness.property] as Workflow['properties'][number];
  const absent = new Set([...options.missing, ...weakness.missing]);
  const { symmetry, attackers } = options;
  const configuration = { missing: absent, attackers, ...(symmetry === undefined ? {} : { symmetry }) };
  const missing = weakness.missing.length > 0 ? weakness.missing : [...options.missing];
  return {
    invariant,
    title: english((pack.invariants.find(({ id }) => id === invariant) as Pack['invariants'][number]).title),
    missing,
    story: tell(workflow, configuration, weakness.found),
    published: workflow.source.flaws
      .filter(
        ({ without, breaks }) =>
          breaks === invariant &&
          without.every((check) => absent.has(check)) &&
          missing.some((check) => without.includes(check)),
      )
      .map(({ id, title, references }) => ({ id, title: english(title), references })),
  };
}
