// SPDX-License-Identifier: Apache-2.0
// Asks about the campaigns of --data, whether or not a server has them now.
import { resolve } from 'node:path';
import type { Problem } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import { askCampaigns, type CampaignAsker, Refused } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { mailRoute } from '../up/mail.ts';

/** @throws Failure with what the campaign or the server refused. */
export async function asking<T>(
  call: Call,
  pack: Pack,
  work: (ask: CampaignAsker['ask'], server: string | undefined) => Promise<T>,
): Promise<T> {
  const mail = mailRoute(call);
  const asker = await askCampaigns({
    ...{ data: resolve(call.io.cwd, call.options.text('data') ?? ''), pack, now: call.io.clock, mail },
    issuer: { id: mail?.address ?? 'urn:ensuresec:server', name: 'ENSURESEC' },
  });
  const ask: CampaignAsker['ask'] = async (name, what) => {
    try {
      return await asker.ask(name, what);
    } catch (error) {
      throw error instanceof HttpRefusal ? failureOf(error) : error;
    }
  };
  try {
    return await work(ask, asker.server);
  } finally {
    await asker.close();
  }
}

const CODES: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  404: EXIT.nothing,
  409: EXIT.nothing,
  422: EXIT.invalid,
};

function failureOf(error: HttpRefusal): Failure {
  const more = error instanceof Refused ? (error.more as { campaignProblems?: readonly Problem[] }) : {};
  const code = CODES[error.status] ?? EXIT.runtime;
  return new Failure(code, error.message, undefined, more.campaignProblems ?? []);
}
