// SPDX-License-Identifier: Apache-2.0
// What `flow check` prints: the verdict of each workflow, what holds each invariant, and the stories.
import type { FlowFinding, FlowReport, WorkflowReport } from '../../analyse/index.ts';
import { sequenceLines } from './sequence.ts';
import type { Style } from './style.ts';
import { shortName } from './summary.ts';
import { padRight, width, wrap } from './width.ts';

export interface FlowTextOptions {
  /** Every story with its chart. */
  readonly all: boolean;
}

export function flowText(report: FlowReport, style: Style, { all }: FlowTextOptions): string {
  const single = report.workflows.length === 1;
  const parts = report.workflows.map((workflow) => workflowLines(workflow, style, single, all).join('\n'));
  const hint = single
    ? all
      ? ''
      : `\n${style.dim('--all draws every story; --html writes them as one page')}\n`
    : `\n${style.dim(`ensuresec flow check ${shortName(report.workflows[0]?.of ?? report.workflows[0]?.id ?? '')} tells the stories of one`)}\n`;
  return `${parts.join('\n\n')}\n${hint}`;
}

function workflowLines(workflow: WorkflowReport, style: Style, single: boolean, all: boolean): string[] {
  const lines = [headline(workflow, style), ...setting(workflow, style), ''];
  lines.push(...invariantLines(workflow, style));
  const told = [...workflow.findings, ...(single || all ? workflow.weaknesses : [])];
  for (const [index, finding] of told.entries()) {
    const drawn = all || workflow.findings.includes(finding);
    lines.push('', ...findingLines(finding, index + 1, workflow, style, drawn));
  }
  return lines;
}

function headline(workflow: WorkflowReport, style: Style): string {
  const { glyphs } = style;
  const missing = workflow.checks.filter(({ made }) => !made).length;
  const made = `${workflow.checks.length - missing} of ${workflow.checks.length} checks made`;
  const title = style.safe(workflow.of === undefined ? workflow.title : `${workflow.of}: ${workflow.title}`);
  switch (workflow.verdict) {
    case 'SECURE':
      return `${style.green(`${glyphs.secure} SECURE`)}  ${style.bold(title)} ${style.dim(made)}`;
    case 'INSECURE':
      return `${style.red(`${glyphs.insecure} INSECURE`)}  ${style.bold(title)} ${style.dim(made)}`;
    case 'UNKNOWN':
      return `${style.yellow(`${glyphs.unknown} UNKNOWN`)}  ${style.bold(title)} ${style.dim(made)}`;
  }
}

function setting(workflow: WorkflowReport, style: Style): string[] {
  const instance = Object.entries(workflow.instance).map(([name, size]) => `${size} × ${name}`);
  const who = workflow.attackers.map(({ title }) => lower(title));
  const text = `${workflow.reached.toLocaleString('en')} states as it is, ${workflow.states.toLocaleString('en')} in ${workflow.searches} searches; with ${instance.join(', ')}; against ${who.join(', ') || 'nobody: faults of honest parties only'}`;
  const unknown =
    workflow.unknown === undefined ? [] : wrap(`Unknown: ${workflow.unknown}`, style.columns - 2);
  return [...wrap(style.safe(text), style.columns - 2), ...unknown].map((line) => `  ${style.dim(line)}`);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** By how many checks were taken away together. */
export const UNHELD = [
  'holds',
  'holds whichever check is missing',
  'holds whichever two checks are missing',
] as const;

function invariantLines(workflow: WorkflowReport, style: Style): string[] {
  const titles = workflow.invariants.map(({ title }) => style.safe(title));
  const column = Math.min(44, Math.max(...titles.map((title) => width(title)))) + 2;
  return workflow.invariants.flatMap((invariant, index) => {
    const mark = invariant.holds ? style.green(style.glyphs.secure) : style.red(style.glyphs.insecure);
    const sets = invariant.heldBy.map((set) => set.join(' with '));
    const by = !invariant.holds
      ? 'does not hold'
      : sets.length === 0
        ? (UNHELD[workflow.depth] as string)
        : `held by ${sets.join(', ')}`;
    const lines = wrap(style.safe(by), Math.max(20, style.columns - column - 4));
    const title = padRight(titles[index] as string, column);
    return lines.map((line, row) =>
      row === 0 ? `  ${mark} ${title}${style.dim(line)}` : `    ${' '.repeat(column)}${style.dim(line)}`,
    );
  });
}

function findingLines(
  finding: FlowFinding,
  number: number,
  workflow: WorkflowReport,
  style: Style,
  drawn: boolean,
): string[] {
  const { glyphs } = style;
  const bar = style.dim(glyphs.bar);
  const missing = workflow.checks.filter(({ id }) => finding.missing.includes(id));
  const without = missing.length === 0 ? 'as it is' : `without ${finding.missing.join(' and ')}`;
  const boxed = (text: string, paint: (text: string) => string): string[] =>
    wrap(style.safe(text), style.columns - 4).map((line) => `${bar}  ${paint(line)}`);
  const published = finding.published.map(
    ({ title, references }) => `published: ${title} (${references.join('; ')})`,
  );
  return [
    `${style.dim(glyphs.top + glyphs.line)} ${number} ${style.bold(style.safe(finding.title))} ${style.dim(without)}`,
    ...published.flatMap((text) => boxed(text, style.cyan)),
    ...finding.story.steps.flatMap((step, index) =>
      wrap(style.safe(step.text), style.columns - 7).map((line, row) =>
        row === 0
          ? `${bar}  ${style.bold(String(index + 1).padStart(2))} ${step.attack ? style.red(line) : line}`
          : `${bar}     ${step.attack ? style.red(line) : line}`,
      ),
    ),
    ...wrap(style.safe(finding.story.end), style.columns - 6).map((line, row) =>
      row === 0 ? `${bar}  ${style.red(glyphs.insecure)}  ${line}` : `${bar}     ${line}`,
    ),
    ...(drawn
      ? [
          bar,
          ...sequenceLines(finding.story, workflow.parties, { ...style, columns: style.columns - 3 }).map(
            (line) => `${bar}  ${line}`,
          ),
          bar,
        ]
      : []),
    ...missing.flatMap(({ title, at, advice }) => boxed(`mend at ${at}: ${title}. ${advice}`, style.green)),
    style.dim(glyphs.bottom + glyphs.line),
  ];
}
