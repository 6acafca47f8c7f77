// SPDX-License-Identifier: Apache-2.0

/** Every code of workflows, with what it means in one line. */
export const WORKFLOW_CODES: Readonly<Record<string, string>> = {
  WORKFLOW_KIND: 'A value of a workflow is of another kind than its place asks for',
  WORKFLOW_SYNTAX: 'An expression of a workflow cannot be read',
  WORKFLOW_TOO_LARGE: 'A workflow has more variables or choices than can be searched',
  WORKFLOW_UNKNOWN_NAME: 'A name in a workflow stands for nothing',
};
