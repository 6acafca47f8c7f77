// SPDX-License-Identifier: Apache-2.0
// Options of commands that run detections, over history or as events come.
import type { OptionSpec } from '../command.ts';

export const DETECTION_OPTIONS = [
  {
    flags: '--rules <path>',
    text: 'File or folder of Sigma rules instead of the detections of the pack (repeatable)',
    repeat: true,
    completes: 'folder',
  },
  {
    flags: '--pipeline <path>',
    text: 'Sigma pipeline that fits the rules of --rules to your fields and placeholders (repeatable)',
    repeat: true,
    completes: 'file',
  },
  {
    flags: '--model <file>',
    text: 'Model that places incidents: neighbours and attack paths',
    completes: 'file',
  },
  {
    flags: '--exceptions <file>',
    text: 'What is known to be harmless: rule, key, last day, reason',
    completes: 'file',
  },
  {
    flags: '--expectations <file>',
    text: 'Also watch what SECURE verdicts lean on, as check --expectations wrote it',
    completes: 'file',
  },
] as const satisfies readonly OptionSpec[];
