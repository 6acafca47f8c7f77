// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 (OASIS standard, 27 March 2020), so that a code host shows a verdict on the line that causes it.
import type { Report, Step, Verdict } from '../../analyse/index.ts';
import { sha256 } from '../../core/digest.ts';
import { forJson, forSarif } from './escape.ts';
import { location, pascalCase, SARIF_SCHEMA, uri } from './sarif-parts.ts';
import { duration, shortName } from './summary.ts';

/** Security severities as code hosts bin them: critical from 9.0, high from 7.0, medium from 4.0. */
const SECURITY_SEVERITY = { critical: '9.5', high: '8.0', medium: '5.0' } as const;

/** The INSECURE (error) and UNKNOWN (warning) verdicts as one SARIF run. `version` is that of the tool. */
export function sarifText(report: Report, version: string): string {
  const found = report.verdicts.filter((verdict) => verdict.verdict !== 'SECURE');
  const rules = [...new Map(found.map((verdict) => [verdict.attack, verdict])).values()];
  const ruleIds = rules.map((rule) => rule.attack);
  return forJson({
    $schema: SARIF_SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ENSURESEC',
            semanticVersion: version,
            rules: rules.map((rule) => descriptor(rule, report)),
          },
          extensions: [{ name: report.pack.id, semanticVersion: report.pack.version }],
        },
        automationDetails: { id: `ensuresec/${uri(report.model.file)}/` },
        columnKind: 'utf16CodeUnits',
        results: found.map((verdict) => result(verdict, ruleIds.indexOf(verdict.attack))),
        properties: {
          model: report.model.sha256,
          pack: report.pack.sha256,
          assumed: report.assumed,
          secure: report.counts.secure,
        },
      },
    ],
  });
}

/** §3.49 reportingDescriptor: one for each attack. */
function descriptor(verdict: Verdict, report: Report) {
  const cuts = report.cuts.map((cut) => `${cut.name} on ${cut.on}`);
  const help = [
    verdict.title,
    `Impact: ${clause(verdict.impact)}`,
    ...(cuts.length > 0 ? [`Cheapest measures of this model: ${cuts.slice(0, 3).join('; ')}`] : []),
    `More: ensuresec explain ${verdict.attack}`,
  ];
  return {
    id: verdict.attack,
    name: pascalCase(shortName(verdict.attack)),
    shortDescription: { text: forSarif(verdict.title) },
    fullDescription: { text: forSarif(`${verdict.title}. Impact: ${clause(verdict.impact)}.`) },
    help: { text: forSarif(help.join('. ')) },
    defaultConfiguration: { level: 'error' },
    properties: {
      'security-severity': SECURITY_SEVERITY[verdict.severity],
      tags: ['security', verdict.stage],
      precision: 'high',
    },
  };
}

/** §3.27 result. */
function result(verdict: Verdict, ruleIndex: number) {
  const insecure = verdict.verdict === 'INSECURE';
  const cause = causeOf(verdict);
  return {
    ruleId: verdict.attack,
    ruleIndex,
    // §3.27.10: a kind other than the default `fail` would forbid a level, and code hosts go by the level.
    level: insecure ? 'error' : 'warning',
    message: { text: forSarif(insecure ? insecureMessage(verdict, cause) : unknownMessage(verdict)) },
    locations: cause === undefined ? [] : [location(cause.at, undefined)],
    ...(verdict.steps.length === 0 ? {} : { codeFlows: [codeFlow(verdict)] }),
    // Line numbers move with every edit: what is found is the attack, by whom, on what, through which rule.
    partialFingerprints: {
      'ensuresec/v1': sha256([verdict.attack, verdict.attacker, verdict.target, cause?.key ?? ''].join('\n')),
    },
    properties: {
      attacker: verdict.attacker,
      target: verdict.target,
      days: verdict.days,
      confidence: verdict.confidence,
    },
  };
}

interface Cause {
  readonly at: Step['at'];
  readonly text: string;
  readonly key: string;
}

/** INSECURE: the first step that is a weakness, not where the attacker starts. UNKNOWN: the first missing fact. */
function causeOf(verdict: Verdict): Cause | undefined {
  const gap = verdict.verdict === 'UNKNOWN' ? verdict.missing[0] : undefined;
  if (gap !== undefined) return { at: gap.at, text: gap.text, key: gap.gap };
  const acts = verdict.steps.filter((step) => !step.rule.startsWith('start:'));
  const step = acts.find((each) => each.days > 0 || each.cuts.length > 0) ?? acts[0] ?? verdict.steps[0];
  return step === undefined ? undefined : { at: step.at, text: step.text, key: step.rule };
}

function insecureMessage(verdict: Verdict, cause: Cause | undefined): string {
  const cut = verdict.steps.flatMap((step) => step.cuts)[0];
  const how = cause === undefined ? '' : ` It begins here: ${clause(cause.text)}.`;
  return `${verdict.title}: ${shortName(verdict.attacker)} succeeds on ${verdict.target} in ${duration(verdict.days)}, ${verdict.steps.length} steps.${how}${cut === undefined ? '' : ` Cut it with ${cut.name} on ${cut.on}.`}`;
}

function unknownMessage(verdict: Verdict): string {
  const facts = verdict.missing.map((fact) => `${fact.unknown} of ${fact.about} (${clause(fact.text)})`);
  return `${verdict.title}: cannot be decided for ${shortName(verdict.attacker)} on ${verdict.target}. Unknown: ${facts.join('; ')}.`;
}

/** §3.36 codeFlow with one thread: the attacker's way. */
function codeFlow(verdict: Verdict) {
  const locations = verdict.steps.map((step, index) => ({
    location: location(step.at, step.text),
    executionOrder: index + 1,
    importance: step.rule.startsWith('start:') ? 'unimportant' : 'essential',
    ...(step.techniques.length === 0 ? {} : { properties: { techniques: step.techniques, rule: step.rule } }),
  }));
  return {
    message: { text: forSarif(`How ${shortName(verdict.attacker)} gets there`) },
    threadFlows: [{ locations }],
  };
}

/** Texts of packs are sentences; inside another sentence they lose their full stop. */
function clause(text: string): string {
  return text.replace(/\.$/, '');
}
