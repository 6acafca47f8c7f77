// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import type {
  AttackerSource,
  AttackSource,
  BaselineSource,
  BrandSign,
  BrandWords,
  ContradictionSource,
  DetectionSource,
  DrillSource,
  DrillWords,
  EffectSource,
  EventTypeSource,
  FailureSource,
  FieldDerivation,
  FieldMapping,
  GameItems,
  GameSource,
  GameWords,
  Hint,
  HypothesisSource,
  IncidentField,
  InferenceSource,
  InvariantSource,
  LogFormat,
  LogSourceMapping,
  NoticeSource,
  ObligationSource,
  ObservationSource,
  PageFieldSource,
  PageFindingSource,
  PageHostSource,
  PlaybookSource,
  PlaybookTexts,
  PolicySource,
  PredicateSource,
  RecoverySource,
  RefinementSource,
  ReportFormSource,
  ResponderSource,
  RuleSource,
  ScenarioSource,
  Sender,
  StatusPageSource,
  Text,
  ThreatSource,
  TitlesSource,
  WORD_KINDS,
  Word,
  WorkflowSource,
} from './schema.ts';

export type WordKind = (typeof WORD_KINDS)[number];

/** An item of a pack, the pack that brings it, and where it is written. */
export type Placed<T> = T & {
  readonly pack: string;
  readonly at: Position;
  /** The place of a part of the item: `rule.locate(['when', 1])`. */
  locate(path: Path): Position;
};

/** A loaded pack with everything of the packs it uses, theirs first. Frozen. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly name: Text;
  readonly text: Text;
  /** Over the content of the pack and the digests of the packs it uses; comments and layout do not count. */
  readonly sha256: string;
  /** Ids of all packs whose items are in this one, itself last. */
  readonly packs: readonly string[];
  readonly words: Readonly<Record<WordKind, ReadonlyMap<string, Placed<Word>>>>;
  /** `id` itself, then all more general words, nearest first; only `id` when the pack does not know it. */
  ancestors(kind: WordKind, id: string): readonly string[];
  readonly hints: readonly Placed<Hint>[];
  readonly predicates: readonly Placed<PredicateSource>[];
  readonly rules: readonly Placed<RuleSource>[];
  readonly attacks: readonly Placed<AttackSource>[];
  readonly attackers: readonly Placed<AttackerSource>[];
  readonly hypotheses: readonly Placed<HypothesisSource>[];
  readonly failures: readonly Placed<FailureSource>[];
  readonly threats: readonly Placed<ThreatSource>[];
  readonly sources: readonly Placed<LogSourceMapping>[];
  readonly formats: readonly Placed<LogFormat>[];
  readonly events: readonly Placed<EventTypeSource>[];
  readonly mappings: readonly Placed<FieldMapping>[];
  readonly senders: readonly Placed<Sender>[];
  readonly detections: readonly Placed<DetectionSource>[];
  readonly derivations: readonly Placed<FieldDerivation>[];
  readonly policies: readonly Placed<PolicySource>[];
  readonly baselines: readonly Placed<BaselineSource>[];
  readonly invariants: readonly Placed<InvariantSource>[];
  readonly workflows: readonly Placed<WorkflowSource>[];
  readonly recoveries: readonly Placed<RecoverySource>[];
  readonly effects: readonly Placed<EffectSource>[];
  readonly inferences: readonly Placed<InferenceSource>[];
  readonly scenarios: readonly Placed<ScenarioSource>[];
  readonly contradictions: readonly Placed<ContradictionSource>[];
  readonly observations: readonly Placed<ObservationSource>[];
  readonly incidentFields: readonly Placed<IncidentField>[];
  readonly obligations: readonly Placed<ObligationSource>[];
  readonly drills: readonly Placed<DrillSource>[];
  readonly drillWords: readonly Placed<DrillWords>[];
  readonly games: readonly Placed<GameSource>[];
  readonly gameItems: readonly Placed<GameItems>[];
  readonly gameWords: readonly Placed<GameWords>[];
  readonly notices: readonly Placed<NoticeSource>[];
  readonly statusPages: readonly Placed<StatusPageSource>[];
  readonly reportForms: readonly Placed<ReportFormSource>[];
  readonly pageFields: readonly Placed<PageFieldSource>[];
  readonly pageHosts: readonly Placed<PageHostSource>[];
  readonly pageFindings: readonly Placed<PageFindingSource>[];
  readonly brandWords: readonly Placed<BrandWords>[];
  readonly brandSigns: readonly Placed<BrandSign>[];
  readonly responders: readonly Placed<ResponderSource>[];
  readonly playbooks: readonly Placed<PlaybookSource>[];
  readonly playbookTexts: readonly Placed<PlaybookTexts>[];
  readonly titles: readonly Placed<TitlesSource>[];
}

/** Sections of a pack file, and what they hold once loaded. */
export interface PackItems {
  readonly words: readonly Placed<Word>[];
  readonly hints: Pack['hints'];
  readonly predicates: Pack['predicates'];
  readonly rules: Pack['rules'];
  readonly attacks: Pack['attacks'];
  readonly attackers: Pack['attackers'];
  readonly hypotheses: Pack['hypotheses'];
  readonly failures: Pack['failures'];
  readonly threats: Pack['threats'];
  readonly sources: Pack['sources'];
  readonly formats: Pack['formats'];
  readonly events: Pack['events'];
  readonly mappings: Pack['mappings'];
  readonly senders: Pack['senders'];
  readonly detections: Pack['detections'];
  readonly derivations: Pack['derivations'];
  readonly policies: Pack['policies'];
  readonly baselines: Pack['baselines'];
  readonly invariants: Pack['invariants'];
  readonly workflows: Pack['workflows'];
  readonly recoveries: Pack['recoveries'];
  readonly effects: Pack['effects'];
  readonly inferences: Pack['inferences'];
  readonly scenarios: Pack['scenarios'];
  readonly contradictions: Pack['contradictions'];
  readonly observations: Pack['observations'];
  readonly refinements: readonly Placed<RefinementSource>[];
  readonly incidentFields: Pack['incidentFields'];
  readonly obligations: Pack['obligations'];
  readonly drills: Pack['drills'];
  readonly drillWords: Pack['drillWords'];
  readonly games: Pack['games'];
  readonly gameItems: Pack['gameItems'];
  readonly gameWords: Pack['gameWords'];
  readonly notices: Pack['notices'];
  readonly statusPages: Pack['statusPages'];
  readonly reportForms: Pack['reportForms'];
  readonly pageFields: Pack['pageFields'];
  readonly pageHosts: Pack['pageHosts'];
  readonly pageFindings: Pack['pageFindings'];
  readonly brandWords: Pack['brandWords'];
  readonly brandSigns: Pack['brandSigns'];
  readonly responders: Pack['responders'];
  readonly playbooks: Pack['playbooks'];
  readonly playbookTexts: Pack['playbookTexts'];
  readonly titles: Pack['titles'];
}

/** A file of a pack, its path relative to the folder of the pack, with `/`. */
export interface PackSource {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** What `readAhead` came to for it, when the program was built; it counts for the same bytes only. */
  readonly ahead?: string;
}
