// SPDX-License-Identifier: Apache-2.0
// Whatever the law waits for in a case, answered: so that it can be closed.
import { expect } from 'vitest';
import type { Answer } from './contract/index.ts';

export type Ask = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly status: number; readonly said: T }>;

/** States that nothing of what duties ask holds, and sends what then still has to be sent. */
export async function settle(at: string, ask: Ask): Promise<void> {
  for (let round = 0; round < 12; round++) {
    const { said } = await ask<Answer<'duties'>>('GET', `${at}/duties`);
    const open = said.fields.filter(({ decides }) => decides);
    for (const { id, type, values } of open) {
      const value = {
        boolean: false,
        number: 0,
        text: values[0] ?? 'none',
        list: [],
        time: '2026-10-05T02:00:00Z',
      };
      const { status } = await ask('POST', `${at}/events`, {
        name: 'stated',
        body: { field: id, value: value[type] },
      });
      expect(status, id).toBe(200);
    }
    if (open.length > 0) continue;
    const waiting = said.report.obligations
      .filter(({ outcome }) => outcome !== 'not-applicable')
      .flatMap(({ id, steps }) => steps.map((step) => ({ obligation: id, ...step })))
      .filter(({ state }) => !['sent', 'sent-late', 'not-needed'].includes(state));
    for (const { obligation, id } of waiting)
      await ask('POST', `${at}/events`, { name: 'sent', body: { obligation, step: id } });
    if (waiting.length === 0) return;
  }
  throw new Error('The duties do not come to an end');
}
