// SPDX-License-Identifier: Apache-2.0
// What a pack is made of. A pack is data: this file is the only description of its shape.
import { z } from 'zod';
import { BaselineSource } from './baseline.ts';
import { BrandSign, BrandWords } from './brand.ts';
import { EffectSource, InferenceSource, RecoverySource, ScenarioSource } from './cascade.ts';
import { ContradictionSource } from './contradiction.ts';
import { DrillSource, DrillWords } from './drill.ts';
import { GameItems, GameSource } from './game.ts';
import { GameWords } from './game-words.ts';
import { FieldDerivation, LogFormat, LogSourceMapping } from './log-source.ts';
import { FieldMapping } from './mapping.ts';
import { NoticeSource } from './notice.ts';
import { IncidentField, ObligationSource } from './obligation.ts';
import { ObservationSource } from './observation.ts';
import { PageFieldSource, PageFindingSource, PageHostSource } from './page.ts';
import { PlaybookSource, PlaybookTexts, ResponderSource } from './playbook.ts';
import { PolicySource } from './policy.ts';
import { RefinementSource } from './refinement.ts';
import { ReportFormSource } from './report-form.ts';
import { eventType, happened, line, scalar, slug, Text, techniques } from './schema-parts.ts';
import { Sender } from './sender.ts';
import { StatusPageSource } from './status-page.ts';
import { TitlesSource } from './titles.ts';
import { InvariantSource, WorkflowSource } from './workflow.ts';

export * from './baseline.ts';
export { BrandSign, BrandWords } from './brand.ts';
export * from './cascade.ts';
export { ContradictionSource } from './contradiction.ts';
export { DrillSource, DrillWords } from './drill.ts';
export {
  type Domino,
  GameItems,
  GameSource,
  type Message,
  type Offer,
  type Stage,
  type Step,
  type Thing,
  type Walk,
} from './game.ts';
export { GameWords } from './game-words.ts';
export * from './log-source.ts';
export * from './mapping.ts';
export { NoticeSource } from './notice.ts';
export {
  type Clock,
  type DutyCondition,
  IncidentField,
  ObligationSource,
  type ObligationStep,
} from './obligation.ts';
export { ObservationSource } from './observation.ts';
export * from './page.ts';
export {
  type Act,
  type BookStep,
  PlaybookSource,
  PlaybookTexts,
  ResponderSource,
  type Risk,
} from './playbook.ts';
export { type PolicyPattern, PolicySource } from './policy.ts';
export { RefinementChange, RefinementSource } from './refinement.ts';
export { ReportFormSource } from './report-form.ts';
export { type Happened, Text } from './schema-parts.ts';
export * from './sender.ts';
export { StatusPageSource } from './status-page.ts';
export { TITLED, TitlesSource } from './titles.ts';
export * from './workflow.ts';

export const PackManifest = z.strictObject({
  id: slug,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  name: Text,
  text: Text,
  uses: z.array(slug).optional().describe('Packs whose vocabulary and rules this one builds on'),
  license: z.string(),
});

/** Kinds of words a pack may define. The model refers to them. */
export const WORD_KINDS = [
  'asset',
  'zone',
  'person',
  'supplier',
  'data',
  'class',
  'right',
  'property',
  'credential',
  'measure',
  'barrier',
  'stage',
  'key',
] as const;

/** Keys: how much it says that two events share a value, and what the value names. */
export const KeyMeaning = z.strictObject({
  weight: z
    .number()
    .min(0)
    .max(1)
    .describe('How surely two alerts that share a value belong together, at once'),
  hub: z.int().min(1).describe('Different partners from which on a shared value says less'),
  hours: z.number().gt(0).describe('After so long, sharing the value says half as much'),
  affected: z.boolean().optional().describe('The value names something that an incident can harm'),
  element: z.boolean().optional().describe('The value may be the id of an element of the model'),
  fields: z.array(z.string().min(1).max(200)).optional().describe('Fields of log records that hold the key'),
  ignore: z
    .array(z.string())
    .optional()
    .describe('Values that name nothing of their own; letter case does not count'),
});
export type KeyMeaning = z.infer<typeof KeyMeaning>;

export const Word = z.strictObject({
  id: slug,
  kind: z.enum(WORD_KINDS),
  is: z.array(slug).optional().describe('More general words of the same kind'),
  nature: z.enum(['cyber', 'physical', 'human', 'third-party']).optional(),
  stage: slug.optional(),
  name: Text,
  text: Text.optional(),
  cost: z.number().min(0).optional().describe('Measures: usual cost in EUR in the first year'),
  key: KeyMeaning.optional().describe('Keys: how they join alerts to incidents'),
  references: z.array(line).optional(),
});
export type Word = z.infer<typeof Word>;

/** Names and images that hint at an asset type, and names of data that hint at a data class, for importers. */
export const Hint = z.strictObject({
  on: z.enum(['name', 'image', 'software', 'port', 'data']),
  words: z
    .array(z.string().min(1).max(64))
    .min(1)
    .describe('Matched as whole words of the name, case ignored'),
  type: slug,
  confidence: z.number().min(0).max(1),
});
export type Hint = z.infer<typeof Hint>;

/** A small model and what a single rule must, or must not, derive from it. */
export const RuleHit = z.strictObject({
  model: z.record(z.string(), z.unknown()).optional(),
  given: z.array(line).optional().describe('Derived facts that other rules would supply'),
  expect: line,
});
export const RuleMiss = z.strictObject({
  model: z.record(z.string(), z.unknown()).optional().describe('Instead of the model of the hit'),
  given: z.array(line).optional().describe('Instead of the given facts of the hit'),
  install: z
    .array(z.strictObject({ measure: slug, on: slug }))
    .optional()
    .describe('Measures added to the model'),
});

export const RuleSource = z.strictObject({
  id: slug,
  title: Text,
  group: slug.describe(
    'network, identity, web, container, cloud, payment, physical, human, supplier, delivery …',
  ),
  then: line,
  when: z.array(line).min(1),
  unless: z.array(line).optional(),
  narrate: Text.optional().describe('One sentence for a proof, with {Variable}; absent on structural rules'),
  structural: z
    .boolean()
    .optional()
    .describe('Bookkeeping of the model, not an act of the attacker: no technique, no time, not narrated'),
  techniques: techniques.optional(),
  threats: z.array(z.int().min(1)).optional(),
  days: z.number().min(0).optional().describe('Prior: mean days to compromise, exponential'),
  prior: line.optional().describe('Where the prior comes from'),
  explain: Text.optional().describe('Why the rule holds and what it leaves out'),
  references: z.array(line).optional(),
  hit: RuleHit,
  miss: RuleMiss,
});
export type RuleSource = z.infer<typeof RuleSource>;

export const PredicateSource = z.strictObject({
  id: slug,
  sorts: z.array(slug).min(1).max(4),
  text: Text,
  narrate: Text.optional().describe('A sentence for one fact of it, with {1}, {2} … for its places'),
  channel: z
    .enum(['availability', 'integrity', 'confidentiality'])
    .optional()
    .describe(
      'What a fact of it harms at its first place: that it works, that it is right, or that it is not read',
    ),
});
export type PredicateSource = z.infer<typeof PredicateSource>;

export const AttackSource = z.strictObject({
  id: slug,
  title: Text,
  stage: slug,
  severity: z.enum(['critical', 'high', 'medium']),
  target: z
    .string()
    .regex(/^[A-Z]\w*$/)
    .describe('Variable of `when` that is the target'),
  when: z.array(line).min(1),
  threats: z.array(z.int().min(1)),
  impact: Text,
});
export type AttackSource = z.infer<typeof AttackSource>;

export const AttackerSource = z.strictObject({
  id: slug,
  title: Text,
  text: Text,
  starts: z.array(z.strictObject({ then: line, when: z.array(line).optional(), narrate: Text })),
});
export type AttackerSource = z.infer<typeof AttackerSource>;

/**
 * Something the model does not state and that may yet be so: an unknown flaw, a stolen key, a bribed person. The margin
 * of a SECURE verdict is the least weight of hypotheses that would break it.
 */
export const HypothesisSource = z.strictObject({
  id: slug,
  title: Text,
  then: line.describe('What the attacker would have, an atom of a derived predicate'),
  when: z.array(line).min(1),
  about: z
    .string()
    .regex(/^[A-Z]\w*$/)
    .describe('Variable: one hypothesis for each of its values'),
  weight: z.number().gt(0).describe('How much it takes; 1 is the easiest'),
  narrate: Text.describe('One sentence, with {Variable}'),
  prior: line.optional().describe('Where the weight comes from'),
});
export type HypothesisSource = z.infer<typeof HypothesisSource>;

/** How much it takes that an installed measure does not do what it should. */
export const FailureSource = z.strictObject({
  id: slug,
  title: Text,
  measures: z.array(slug).min(1).optional().describe('Only these; all others when absent'),
  weight: z.number().gt(0),
  prior: line.optional(),
});
export type FailureSource = z.infer<typeof FailureSource>;

export const ThreatSource = z.strictObject({
  number: z.int().min(1),
  id: slug,
  stage: slug,
  title: Text,
  text: Text.describe('Plain language'),
  techniques: techniques.describe('ATT&CK, F3, CAPEC, CWE, OWASP OAT'),
  rsit: z.array(slug).optional().describe('Reference Security Incident Taxonomy'),
  evidence: z.array(z.strictObject({ event: slug, clue: Text })).min(1),
  controls: z.array(slug).min(1).describe('Measures of the vocabulary'),
  impact: Text,
});
export type ThreatSource = z.infer<typeof ThreatSource>;

/** A field of the `data` of an event. Money is a whole number of minor units (cents). */
export const EventField = z.strictObject({
  type: z.enum(['text', 'number', 'integer', 'boolean', 'list', 'object']),
  unit: line.optional(),
  values: z.array(scalar).min(1).optional().describe('All values it may have, when they are few'),
  text: line.optional(),
});
export type EventField = z.infer<typeof EventField>;

/** A kind of event: the `type` of the CloudEvents envelope, the keys that join it to others, and its data. */
export const EventTypeSource = z.strictObject({
  id: eventType,
  title: Text,
  text: Text.optional(),
  stage: slug.optional(),
  keys: z.array(slug).describe('Words of kind `key` that such events may carry'),
  fields: z.record(z.string().regex(/^[a-z][A-Za-z0-9_-]*$/), EventField),
  categories: z.array(slug).optional().describe("Sigma's log source categories of such events"),
  example: z.strictObject({
    keys: z.record(z.string(), z.string()),
    data: z.record(z.string(), z.unknown()),
  }),
});
export type EventTypeSource = z.infer<typeof EventTypeSource>;

/** Sigma rules of a pack, with the threats they see and the events that must and must not make them fire. */
export const DetectionSource = z.strictObject({
  id: slug,
  threats: z.array(z.int().min(1)),
  explain: Text.describe('What it sees, and what it does not'),
  sigma: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .describe('Sigma documents; the last one is the detection, those before it are what it builds on'),
  hit: happened,
  miss: happened,
  references: z.array(line).min(1),
});
export type DetectionSource = z.infer<typeof DetectionSource>;

/** One file of a pack; every key is optional, a folder name is only for people. */
export const PackFile = z.strictObject({
  words: z.array(Word).optional(),
  hints: z.array(Hint).optional(),
  predicates: z.array(PredicateSource).optional(),
  rules: z.array(RuleSource).optional(),
  attacks: z.array(AttackSource).optional(),
  attackers: z.array(AttackerSource).optional(),
  hypotheses: z.array(HypothesisSource).optional(),
  failures: z.array(FailureSource).optional(),
  threats: z.array(ThreatSource).optional(),
  sources: z.array(LogSourceMapping).optional(),
  formats: z.array(LogFormat).optional(),
  events: z.array(EventTypeSource).optional(),
  mappings: z.array(FieldMapping).optional(),
  senders: z.array(Sender).optional(),
  detections: z.array(DetectionSource).optional(),
  derivations: z.array(FieldDerivation).optional(),
  policies: z.array(PolicySource).optional(),
  baselines: z.array(BaselineSource).optional(),
  invariants: z.array(InvariantSource).optional(),
  workflows: z.array(WorkflowSource).optional(),
  recoveries: z.array(RecoverySource).optional(),
  effects: z.array(EffectSource).optional(),
  inferences: z.array(InferenceSource).optional(),
  scenarios: z.array(ScenarioSource).optional(),
  contradictions: z.array(ContradictionSource).optional(),
  observations: z.array(ObservationSource).optional(),
  refinements: z.array(RefinementSource).optional(),
  incidentFields: z.array(IncidentField).optional(),
  obligations: z.array(ObligationSource).optional(),
  drills: z.array(DrillSource).optional(),
  drillWords: z.array(DrillWords).optional(),
  games: z.array(GameSource).optional(),
  gameItems: z.array(GameItems).optional(),
  gameWords: z.array(GameWords).optional(),
  notices: z.array(NoticeSource).optional(),
  statusPages: z.array(StatusPageSource).optional(),
  reportForms: z.array(ReportFormSource).optional(),
  pageFields: z.array(PageFieldSource).optional(),
  pageHosts: z.array(PageHostSource).optional(),
  pageFindings: z.array(PageFindingSource).optional(),
  brandWords: z.array(BrandWords).optional(),
  brandSigns: z.array(BrandSign).optional(),
  responders: z.array(ResponderSource).optional(),
  playbooks: z.array(PlaybookSource).optional(),
  playbookTexts: z.array(PlaybookTexts).optional(),
  titles: z.array(TitlesSource).optional(),
});
export type PackFile = z.infer<typeof PackFile>;
