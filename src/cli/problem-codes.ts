// SPDX-License-Identifier: Apache-2.0
import { WORKFLOW_CODES } from '../analyse/index.ts';
import { CAMPAIGN_CODES } from '../awareness/index.ts';
import { EVIDENCE_CODES } from '../evidence/index.ts';
import { LEARN_CODES } from '../learn/index.ts';
import { PROBLEM_CODES as READER_CODES } from '../model/index.ts';
import {
  ADVISORY_CODES,
  BASELINE_CODES,
  EXCEPTION_CODES,
  EXPECTATION_CODES,
  PAGE_CODES,
  POLICY_CODES,
  REFUSAL_CODES,
  SIGMA_CODES,
} from '../monitor/index.ts';
import { INCIDENT_CODES, OPERATOR_CODES, PLAYBOOK_CODES, RECOVERY_CODES } from '../respond/index.ts';
import { ACCESS_CODES, KEEP_CODES, SOURCE_CODES } from '../server/index.ts';
import { TRAFFIC_CODES } from '../traffic/index.ts';

/** Codes of rules and certificates; those of files, models and packs stand with their readers. */
const ENGINE_CODES: Readonly<Record<string, string>> = {
  VERDICT_BAD_LINE: 'A line of the verdicts on incidents is not one that `ensuresec verdict` wrote',
  EDIT_LINE: 'A line of edits is not JSON, or a fact of it is not one of the pack',
  CERTIFICATE_ASSUMED: 'What the certificate takes as given is not in order, or not what the claim needs',
  CERTIFICATE_ASSUMPTIONS: 'The certificate rests on other assumptions than the model states',
  CERTIFICATE_ATOM: 'A fact of the closed set cannot be read or has the wrong number of arguments',
  CERTIFICATE_ATTACKER: 'The certificate names an attacker that the pack does not have',
  CERTIFICATE_CLOSURE: 'A SECURE or UNKNOWN claim comes without the closed set of its attacker',
  CERTIFICATE_CONTROL: 'A step of a proof uses a rule that an installed control disables',
  CERTIFICATE_DIGEST: 'The content of the certificate was changed after it was sealed',
  CERTIFICATE_DUPLICATE: 'A claim, a step or a fact stands twice',
  CERTIFICATE_FRONTIER: 'An entry of the frontier does not miss exactly one premise',
  CERTIFICATE_GAP: 'An UNKNOWN claim uses a gap that the model does not have, or names one it does not use',
  CERTIFICATE_GOAL: 'The last step of a proof does not conclude the attack on its target',
  CERTIFICATE_INSTANCE: 'A step of a proof is no instance of the rule it names',
  CERTIFICATE_MODEL: 'The certificate is about another model, or another state of it',
  CERTIFICATE_OPEN: 'The set is not closed: a rule derives something from it that is not in it',
  CERTIFICATE_PACK: 'The certificate was made with another pack, or another version of it',
  CERTIFICATE_PREMISE: 'A step of a proof uses a fact that nothing before it gives',
  CERTIFICATE_RULE: 'A step of a proof names a rule that the pack does not have',
  CERTIFICATE_SCHEMA: 'The certificate is of another format',
  CERTIFICATE_SHAPE: 'A part of the certificate is missing, too much or of another kind',
  CERTIFICATE_TARGET: 'The target of a claim is not one that the attack can have',
  CERTIFICATE_UNSUPPORTED: 'A fact of the closed set does not follow from those before it',
  CERTIFICATE_UNUSED: 'A step of a proof is used by no later step',
  CERTIFICATE_VERDICT: 'A verdict contradicts the closed set or its own parts',
  FLOW_NOT_A_BUNDLE: 'The file of an attack flow is no STIX 2.1 bundle',
  FLOW_NO_ACTIONS: 'An attack flow has no action',
  FLOW_TOO_LARGE: 'An attack flow has more actions, conditions and operators than are read',
  FLOW_UNKNOWN_REFERENCE:
    'An action, condition or operator leads to something that is not in the bundle; it is left out',
  RULE_ARITY: 'An atom has another number of terms than its predicate',
  RULE_DAYS: 'A rule that is an act of the attacker gives no time to compromise',
  RULE_DERIVES_INPUT: 'A rule concludes a fact of the model; rules may only conclude what the attacker gains',
  RULE_DUPLICATE_PREDICATE: 'A predicate is declared twice',
  RULE_HOST_PAIR:
    'A rule or predicate joins assets with assets over the network: n assets would give n² facts. Go through zone and port',
  RULE_MEASURES: 'A rule that is an act of the attacker has no measure that disables it',
  RULE_NARRATION: 'A rule tells no sentence, or its sentence names a variable that the rule does not bind',
  RULE_NEGATION: 'A rule negates a derived predicate; only facts of the model may be negated',
  RULE_SORT: 'A variable ranges over two different sorts',
  RULE_SYNTAX: 'An atom cannot be read: expected predicate(Term, …)',
  RULE_TECHNIQUES: 'A rule that is an act of the attacker cites no technique',
  RULE_UNKNOWN_PREDICATE: 'An atom uses a predicate that no pack declares',
  RULE_UNKNOWN_SORT: 'A predicate is declared over a sort that there is not',
  RULE_UNKNOWN_WORD: 'A rule asks for a type, property, measure or other word that no pack defines',
  RULE_UNSAFE: 'A variable of the conclusion, or of `unless`, is not bound in `when`',
};

/** Every code that a person may meet, with its meaning in a sentence. */
export const PROBLEM_CODES: Readonly<Record<string, string>> = {
  ...READER_CODES,
  ...ENGINE_CODES,
  ...POLICY_CODES,
  ...REFUSAL_CODES,
  ...SIGMA_CODES,
  ...WORKFLOW_CODES,
  ...ADVISORY_CODES,
  ...BASELINE_CODES,
  ...EXCEPTION_CODES,
  ...EXPECTATION_CODES,
  ...PAGE_CODES,
  ...EVIDENCE_CODES,
  ...INCIDENT_CODES,
  ...PLAYBOOK_CODES,
  ...OPERATOR_CODES,
  ...RECOVERY_CODES,
  ...KEEP_CODES,
  ...SOURCE_CODES,
  ...ACCESS_CODES,
  ...TRAFFIC_CODES,
  ...LEARN_CODES,
  ...CAMPAIGN_CODES,
};
