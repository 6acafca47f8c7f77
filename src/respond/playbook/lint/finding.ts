// SPDX-License-Identifier: Apache-2.0
import type { Playbook } from '../shape/playbook.ts';

/** One thing that the shape of CACAO 2.0 lets pass. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

export type Lint = (playbook: Playbook) => readonly Finding[];

export function found(
  code: string,
  path: Finding['path'],
  message: string,
  severity: Finding['severity'] = 'error',
): Finding {
  return { code: `PLAYBOOK_${code}`, severity, message, path };
}
