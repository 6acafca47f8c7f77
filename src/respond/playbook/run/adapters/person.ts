// SPDX-License-Identifier: Apache-2.0
// A person does it: manual commands, and every command for which there is nothing here that carries it out.
import type { Adapter, Work } from '../adapter.ts';

export const personAdapter: Adapter = {
  takes: () => true,
  // Asking twice does no harm: they see that it is done.
  plan: (work) => ({ text: whyOf(work), certainty: 'idempotent', touches: [] }),
  do: async (_, work) => ({ status: 'parked', reason: whyOf(work) }),
  probe: async () => ({ seen: 'absent' }),
  undo: async (_, work) => ({ status: 'parked', reason: `To be undone by hand: ${work.command.text}` }),
};

function whyOf({ command }: Work): string {
  return command.type === 'manual'
    ? 'A person does it and says how it went'
    : `Nothing here carries out ${command.type}: a person does it and says how it went`;
}
