// SPDX-License-Identifier: Apache-2.0

/** CSAF 2.0 §3.2.3.5: why a product is not affected, in words that machines know. */
const FLAGS = [
  'component_not_present',
  'inline_mitigations_already_exist',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
];

/** Justifications of CycloneDX (ECMA-424, `impactAnalysisJustification`) that mean one of them. */
const OF_CYCLONEDX: ReadonlyMap<string, string> = new Map([
  ['code_not_present', 'vulnerable_code_not_present'],
  ['code_not_reachable', 'vulnerable_code_not_in_execute_path'],
  ['protected_by_compiler', 'inline_mitigations_already_exist'],
  ['protected_at_runtime', 'inline_mitigations_already_exist'],
  ['protected_at_perimeter', 'inline_mitigations_already_exist'],
  ['protected_by_mitigating_control', 'inline_mitigations_already_exist'],
]);

/** The flag of a justification as the model keeps it: `code not reachable: detail`. Undefined where none means the same. */
export function flagOf(justification: string): string | undefined {
  const word = (justification.split(':')[0] ?? '').trim().replaceAll(' ', '_');
  return FLAGS.includes(word) ? word : OF_CYCLONEDX.get(word);
}
