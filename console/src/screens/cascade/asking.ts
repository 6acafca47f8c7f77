// SPDX-License-Identifier: Apache-2.0
// Which outage of which side is asked about.
import type { SideName } from '../../../../src/replay/index.ts';

/** The asset whose outage is explained, and on which side. */
export interface Asking {
  readonly asset: string | undefined;
  readonly side: SideName;
  readonly ask: (side: SideName, asset: string) => void;
}
