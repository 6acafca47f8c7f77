// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 of what can be cheated in workflows, on the line that names the workflow.
import type { FlowFinding, FlowReport, WorkflowReport } from '../../analyse/index.ts';
import { sha256 } from '../../core/digest.ts';
import { forJson, forSarif } from './escape.ts';
import { location, pascalCase, SARIF_SCHEMA, uri } from './sarif-parts.ts';
import { shortName } from './summary.ts';

const UNDECIDED = 'ensuresec/flow/undecided';
/** As code hosts bin them: money or goods are lost, and no help is needed. */
const SECURITY_SEVERITY = '8.0';

/** Findings (error) and workflows that could not be decided (warning) as one run. `version` is that of the tool. */
export function flowSarif(report: FlowReport, version: string): string {
  const rules = descriptors(report);
  const ids = rules.map(({ id }) => id);
  return forJson({
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'ENSURESEC', semanticVersion: version, rules },
          extensions: [{ name: report.pack.id, semanticVersion: report.pack.version }],
        },
        automationDetails: { id: `ensuresec/flow/${uri(report.model?.file ?? report.pack.id)}/` },
        columnKind: 'utf16CodeUnits',
        results: report.workflows.flatMap((workflow) => [
          ...workflow.findings.map((finding) => broken(workflow, finding, ids.indexOf(finding.invariant))),
          ...(workflow.verdict === 'UNKNOWN' ? [undecided(workflow, ids.indexOf(UNDECIDED))] : []),
        ]),
        properties: { pack: report.pack.sha256 },
      },
    ],
  });
}

/** §3.49 reportingDescriptor: one for each broken invariant. */
function descriptors({ workflows }: FlowReport) {
  const broken = workflows.flatMap(({ invariants }) => invariants.filter(({ holds }) => !holds));
  const rules = [...new Map(broken.map((each) => [each.id, each])).values()].map((each) => ({
    id: each.id,
    name: pascalCase(shortName(each.id)),
    shortDescription: { text: forSarif(each.title) },
    fullDescription: { text: forSarif(each.text) },
    help: { text: forSarif(`${each.title}. Watched at run time by the policy ${each.policy}.`) },
    defaultConfiguration: { level: 'error' },
    properties: {
      'security-severity': SECURITY_SEVERITY,
      tags: ['security', 'workflow', ...each.techniques],
    },
  }));
  if (!workflows.some(({ verdict }) => verdict === 'UNKNOWN')) return rules;
  const text = 'The search of a workflow ended before it had seen every state';
  return [...rules, { id: UNDECIDED, name: 'Undecided', shortDescription: { text } }];
}

/** §3.27 result: what is wrong, which checks would hold it, and the story as a code flow. */
function broken(
  workflow: WorkflowReport,
  { invariant, title, missing, story }: FlowFinding,
  ruleIndex: number,
) {
  const advice = workflow.checks
    .filter(({ id }) => missing.includes(id))
    .map((check) => `${check.title} (${check.at}): ${check.advice}`);
  const text = [`${nameOf(workflow)}: ${title} does not hold.`, story.end, ...advice].join(' ');
  return {
    ruleId: invariant,
    ruleIndex,
    level: 'error',
    message: { text: forSarif(text) },
    locations: [location(workflow.place, undefined)],
    codeFlows: [
      {
        message: { text: forSarif(story.end) },
        threadFlows: [
          {
            locations: story.steps.map((step, at) => ({
              location: location(workflow.place, step.text),
              executionOrder: at + 1,
              importance: step.attack ? 'essential' : 'important',
            })),
          },
        ],
      },
    ],
    // Lines move and stories get other words: what is found is the invariant, where, for lack of which checks.
    partialFingerprints: {
      'ensuresec/v1': sha256([workflow.of ?? workflow.id, invariant, ...missing].join('\n')),
    },
    properties: { workflow: workflow.id, missing },
  };
}

function undecided(workflow: WorkflowReport, ruleIndex: number) {
  return {
    ruleId: UNDECIDED,
    ruleIndex,
    level: 'warning',
    message: { text: forSarif(`${nameOf(workflow)} cannot be decided: ${workflow.unknown ?? 'unknown'}.`) },
    locations: [location(workflow.place, undefined)],
    partialFingerprints: { 'ensuresec/v1': sha256([workflow.of ?? workflow.id, UNDECIDED].join('\n')) },
  };
}

function nameOf({ of, title }: WorkflowReport): string {
  return of === undefined ? title : `${of} (${title})`;
}
