// SPDX-License-Identifier: Apache-2.0
// Asks about campaigns of a data folder: the server that has it where one runs, else the folder itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpRefusal } from '../../platform/index.ts';
import { OPERATOR_FILE } from '../access/open.ts';
import { type Asked, Refused } from '../api/bind.ts';
import { type Answer, type Body, CONTRACT, type Params, type Route } from '../api/contract/index.ts';
import { type CampaignNames, campaignHandlers } from '../api/handlers/campaigns.ts';
import { announcedServer } from '../running.ts';
import { type CampaignDeskOptions, openCampaignDesk } from './desk.ts';

export interface Asking<N extends CampaignNames> {
  readonly params?: Params<N>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Body<N>;
}

export interface CampaignAsker {
  /** @throws HttpRefusal, or Refused with more to say. */
  ask<N extends CampaignNames>(name: N, asking: Asking<N>): Promise<Answer<N>>;
  /** Address of the server that answers; undefined: the folder is open here. */
  readonly server: string | undefined;
  close(): Promise<void>;
}

export async function askCampaigns(options: CampaignDeskOptions): Promise<CampaignAsker> {
  const server = await runningServer(options.data);
  if (server !== undefined) return { ...server, close: async () => undefined };
  const desk = openCampaignDesk(options);
  const handlers = campaignHandlers(desk);
  return {
    server: undefined,
    ask: async (name, { params, query, body }) => {
      const route: Route = CONTRACT[name];
      const asked = {
        params,
        query: route.query?.parse(query ?? {}),
        body,
        caller: OPERATOR,
        session: NO_SESSION,
      };
      // Each handler gets what its own schemas gave; the compiler cannot follow that through a name.
      return (await (handlers[name] as (asked: object) => Promise<unknown>)(asked)) as Answer<typeof name>;
    },
    close: desk.close,
  };
}

const OPERATOR: Asked<'campaigns'>['caller'] = {
  principal: { kind: 'machine', id: 'machine', name: 'the operator', role: 'owner' },
  address: 'local',
};
const NO_SESSION = { set: () => undefined };

async function runningServer(data: string): Promise<Pick<CampaignAsker, 'ask' | 'server'> | undefined> {
  const url = announcedServer(data)?.url;
  if (url === undefined) return undefined;
  const alive = await fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );
  if (!alive) return undefined;
  const authorization = readFileSync(join(data, OPERATOR_FILE), 'utf8').trim().replace('Authorization: ', '');
  return {
    server: url,
    ask: async (name, { params = {}, query = {}, body }) => {
      const { method, path }: Route = CONTRACT[name];
      const filled = path.replace(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent((params as Readonly<Record<string, string>>)[key] ?? ''),
      );
      const response = await fetch(`${url}${filled}?${new URLSearchParams(query)}`, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as { error?: string };
      if (!response.ok) {
        const { error = 'The server refused', ...more } = answer;
        throw Object.keys(more).length > 0
          ? new Refused(response.status, error, more)
          : new HttpRefusal(response.status, error);
      }
      return answer as unknown as Answer<typeof name>;
    },
  };
}
