// SPDX-License-Identifier: Apache-2.0
// Who an agent is, and all agents and activities that a statement speaks of (xAPI 1.0.3 Communication 2.1.3).

/** A statement, or a part of one, whose shape was checked. */
export type Parts = Readonly<Record<string, unknown>>;

export function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The identifier of an agent or a group as one text; undefined when a group has none. */
export function keyOf(agent: unknown): string | undefined {
  if (!isParts(agent)) return undefined;
  const { mbox, mbox_sha1sum: sum, openid, account } = agent;
  if (mbox !== undefined) return `mbox ${mbox}`;
  if (sum !== undefined) return `sha1 ${String(sum).toLowerCase()}`;
  if (openid !== undefined) return `openid ${openid}`;
  return isParts(account) ? `account ${JSON.stringify([account['homePage'], account['name']])}` : undefined;
}

export interface Spoken {
  readonly agents: readonly string[];
  readonly relatedAgents: readonly string[];
  readonly activities: readonly string[];
  readonly relatedActivities: readonly string[];
}

export function spokenOf(statement: Parts): Spoken {
  const { actor, object, authority } = statement;
  const agents = keys(actor, isAgent(object) ? object : undefined);
  const activities = idsOf(isActivity(object) ? [object] : []);
  const around = contextOf(statement['context']);
  const sub = isParts(object) && object['objectType'] === 'SubStatement' ? spokenOf(object) : undefined;
  return {
    agents,
    relatedAgents: distinct([
      ...agents,
      ...keys(authority),
      ...keys(...around.agents),
      ...(sub?.relatedAgents ?? []),
    ]),
    activities,
    relatedActivities: distinct([
      ...activities,
      ...idsOf(around.activities),
      ...(sub?.relatedActivities ?? []),
    ]),
  };
}

/** All activities of a statement, with what it says of them. */
export function activitiesIn(statement: Parts): readonly Parts[] {
  const { object } = statement;
  const own = isActivity(object) ? [object] : [];
  const sub = isParts(object) && object['objectType'] === 'SubStatement' ? activitiesIn(object) : [];
  return [...own, ...contextOf(statement['context']).activities, ...sub];
}

export const CONTEXT_KINDS = ['parent', 'grouping', 'category', 'other'] as const;

function contextOf(context: unknown): {
  readonly agents: readonly unknown[];
  readonly activities: readonly Parts[];
} {
  if (!isParts(context)) return { agents: [], activities: [] };
  const { contextActivities, contextAgents, contextGroups, instructor, team } = context;
  const grouped = isParts(contextActivities)
    ? CONTEXT_KINDS.flatMap((kind) => [contextActivities[kind] ?? []].flat())
    : [];
  const named = [contextAgents ?? [], contextGroups ?? []].flat().filter(isParts);
  return {
    agents: [instructor, team, ...named.map(({ agent, group }) => agent ?? group)],
    activities: grouped.filter(isParts),
  };
}

/** Agents, groups, and members of groups. */
function keys(...agents: readonly unknown[]): readonly string[] {
  return distinct(
    agents.flatMap((agent) => {
      const members = isParts(agent) && Array.isArray(agent['member']) ? agent['member'] : [];
      return [agent, ...members].flatMap((each) => keyOf(each) ?? []);
    }),
  );
}

function idsOf(activities: readonly Parts[]): readonly string[] {
  return distinct(activities.map(({ id }) => String(id)));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function isAgent(object: unknown): boolean {
  return isParts(object) && (object['objectType'] === 'Agent' || object['objectType'] === 'Group');
}

export function isActivity(object: unknown): object is Parts {
  return isParts(object) && (object['objectType'] === undefined || object['objectType'] === 'Activity');
}

/** Agents that told a name, wherever in the statement. */
export function namesIn(
  value: unknown,
  depth = 0,
): readonly { readonly agent: string; readonly name: string }[] {
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => namesIn(each, depth + 1));
  const parts = value as Parts;
  const [agent, name] = [keyOf(parts), parts['name']];
  const own = agent !== undefined && typeof name === 'string' ? [{ agent, name }] : [];
  const inside = [
    'actor',
    'object',
    'context',
    'authority',
    'member',
    'instructor',
    'team',
    'agent',
    'group',
  ];
  return [
    ...own,
    ...[...inside, 'contextAgents', 'contextGroups'].flatMap((key) => namesIn(parts[key], depth + 1)),
  ];
}
