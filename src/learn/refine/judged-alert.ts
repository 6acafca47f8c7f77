// SPDX-License-Identifier: Apache-2.0
import type { Alert } from '../../monitor/index.ts';

/** An alert of history, what people said of it, and the attack that its event is part of. */
export interface JudgedAlert {
  readonly alert: Alert;
  readonly said: 'false' | 'real' | undefined;
  readonly attack: string | undefined;
}
