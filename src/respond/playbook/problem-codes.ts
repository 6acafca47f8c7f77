// SPDX-License-Identifier: Apache-2.0

/** Every code that reading and linting a playbook can report. */
export const PLAYBOOK_CODES: Readonly<Record<string, string>> = {
  PLAYBOOK_AMBIGUOUS_NEXT: 'A step has on_completion together with on_success or on_failure (CACAO 2.0 §4.1)',
  PLAYBOOK_BAD_VALUE: 'A value of a playbook is not one that CACAO 2.0 allows',
  PLAYBOOK_COMMAND: 'A command lacks what its type needs, or cannot be read',
  PLAYBOOK_CONDITION: 'A condition is no STIX comparison expression',
  PLAYBOOK_CONSTANT: 'A step writes a variable that is constant',
  PLAYBOOK_CONTACT: 'An e-mail address of an agent or target of a playbook is none',
  PLAYBOOK_EMPTY: 'The file of a playbook holds nothing',
  PLAYBOOK_ENDLESS: 'Steps lead to each other in a circle without a while step',
  PLAYBOOK_KEY_TYPE: 'The key of a step is of another type than the step',
  PLAYBOOK_LOOP: 'Nothing in the branch of a while step changes what its condition reads',
  PLAYBOOK_MARKING: 'A marking is not defined, or lacks its level or statement',
  PLAYBOOK_MISSING_KEY: 'A key that CACAO 2.0 asks for is missing',
  PLAYBOOK_NO_ACTION: 'A playbook has no action and no playbook-action step (CACAO 2.0 §3.1)',
  PLAYBOOK_NO_END: 'A branch stops at a step that is no end step',
  PLAYBOOK_REFERENCE:
    'A playbook names an agent, target, authentication or extension that it does not define',
  PLAYBOOK_SECRET: 'A playbook carries a password or token as plain text',
  PLAYBOOK_SHARED_BRANCH: 'Two branches lead to the same step; each branch needs an end of its own',
  PLAYBOOK_START: 'workflow_start is no start step, or there is another start step',
  PLAYBOOK_STEP: 'A step leads to a step that is not in the workflow',
  PLAYBOOK_TIMES: 'Times of a playbook contradict each other, or it is revoked',
  PLAYBOOK_UNKNOWN_KEY: 'A key is not part of CACAO 2.0',
  PLAYBOOK_UNREACHABLE: 'No way leads from the start to a step',
  PLAYBOOK_VARIABLE: 'A variable is used and not defined where it is used',
  PLAYBOOK_VOCABULARY:
    'A type is none of the vocabulary of CACAO 2.0; it is kept, and a person does what it says',
  PLAYBOOK_WRONG_TYPE: 'A value of a playbook is of another kind than expected',
};
