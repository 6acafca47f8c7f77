// SPDX-License-Identifier: Apache-2.0

/** Every code that reading candidates and labels reports. */
export const LEARN_CODES: Readonly<Record<string, string>> = {
  LEARN_BAD_LABEL: 'A line of a file of labels is not {"id": …, "attack": …}',
  LEARN_LABEL_TWICE: 'A file of labels says of one event that it is part of two attacks',
  LEARN_BAD_VALUE: 'A value of a file of candidates is not one of those allowed',
  LEARN_MISSING_KEY: 'A key that a file of candidates must have is missing',
  LEARN_UNKNOWN_ELEMENT: 'A file of observed facts names something that the model does not have',
  LEARN_UNKNOWN_KEY: 'A file of candidates has a key that is not known there',
  LEARN_WRONG_TYPE: 'A value of a file of candidates is of another kind than expected',
};
