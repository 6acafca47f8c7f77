// SPDX-License-Identifier: Apache-2.0
// Agents, Activities and About Resources (xAPI 1.0.3 Communication 2.4, 2.5, 2.8).
import { merged } from './definition.ts';
import {
  type Asked,
  json,
  type LrsAnswer,
  type LrsParts,
  LrsRefusal,
  type LrsRequest,
  parametersOf,
  parseJson,
} from './exchange.ts';
import { isIri } from './formats.ts';
import type { Parts } from './identity.ts';
import { agentIn } from './statements.ts';

export function getActivity({ request }: Asked, { store }: LrsParts): LrsAnswer {
  const { activityId } = parametersOf(request.query, ['activityId']);
  if (activityId === undefined || !isIri(activityId))
    throw new LrsRefusal(400, 'Parameter `activityId` is missing, or no IRI');
  const definition = merged(store.definitions(activityId));
  return json(200, {
    objectType: 'Activity',
    id: activityId,
    ...(definition !== undefined && { definition }),
  });
}

/** A Person: all that is known of the one agent, each as a list. */
export function getAgent({ request }: Asked, { store }: LrsParts): LrsAnswer {
  const { agent } = parametersOf(request.query, ['agent']);
  if (agent === undefined) throw new LrsRefusal(400, 'Parameter `agent` is missing');
  const names = store.names(agentIn(agent));
  const given = parseJson(agent, 'Parameter `agent`') as Parts;
  const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'].filter(
    (name) => given[name] !== undefined,
  );
  return json(200, {
    objectType: 'Person',
    ...(names.length > 0 && { name: names }),
    ...Object.fromEntries(identifiers.map((name) => [name, [given[name]]])),
  });
}

/** Who speaks 1.0 is told of 1.0 only: what came later is no version to it. */
export function about(request: LrsRequest): LrsAnswer {
  parametersOf(request.query, []);
  const first = ['1.0.0', '1.0.1', '1.0.2', '1.0.3'];
  const speaksFirst = request.headers['x-experience-api-version']?.startsWith('1.') === true;
  return json(200, { version: speaksFirst ? first : ['2.0.0', ...first] });
}
