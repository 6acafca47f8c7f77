// SPDX-License-Identifier: Apache-2.0
import type { CampaignAsker } from '../../server/index.ts';
import type { Call } from '../command.ts';

/** What a verb of `campaign` gets. */
export interface Campaigning {
  readonly call: Call;
  readonly ask: CampaignAsker['ask'];
  /** Address of the server that has the data now. */
  readonly server: string | undefined;
  /** After the verb. */
  readonly operands: readonly string[];
}
