// SPDX-License-Identifier: Apache-2.0
// Statements as they are asked for: `exact`, `ids`, `canonical` (xAPI 1.0.3 Communication 2.1.3, "format").
import { CONTEXT_KINDS, isActivity, isParts, keyOf, type Parts } from './identity.ts';

export type Format = 'exact' | 'ids' | 'canonical';

export interface Presenting {
  readonly format: Format;
  /** Language tags, the most wanted first. */
  readonly languages: readonly string[];
  /** What is known of an activity by all statements. */
  readonly definitionOf: (activity: string) => Parts | undefined;
}

export function present(statement: Parts, how: Presenting): Parts {
  if (how.format === 'exact') return statement;
  const { actor, verb, object, context, authority } = statement;
  return {
    ...statement,
    actor: agentAs(actor, how),
    verb: verbAs(verb as Parts, how),
    object: objectAs(object as Parts, how),
    ...(isParts(context) && { context: contextAs(context, how) }),
    ...(authority !== undefined && { authority: agentAs(authority, how) }),
  };
}

function objectAs(object: Parts, how: Presenting): Parts {
  if (object['objectType'] === 'SubStatement') return present(object, how);
  if (isActivity(object)) return activityAs(object, how);
  return object['objectType'] === 'StatementRef' ? object : (agentAs(object, how) as Parts);
}

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'];

/** Of a group without an identifier, its members are what it is. */
function agentAs(agent: unknown, { format }: Presenting): unknown {
  if (format !== 'ids' || !isParts(agent)) return agent;
  const kept = Object.entries(agent).filter(([name]) => name === 'objectType' || IDENTIFIERS.includes(name));
  const members = agent['member'];
  const isAnonymous = keyOf(agent) === undefined && Array.isArray(members);
  return {
    ...Object.fromEntries(kept),
    ...(isAnonymous && { member: members.map((each) => agentAs(each, { format } as Presenting)) }),
  };
}

function verbAs(verb: Parts, { format, languages }: Presenting): Parts {
  if (format === 'ids') return { id: verb['id'] };
  return isParts(verb['display']) ? { ...verb, display: inLanguage(verb['display'], languages) } : verb;
}

function activityAs(activity: Parts, { format, languages, definitionOf }: Presenting): Parts {
  if (format === 'ids') return { id: activity['id'] };
  const definition = definitionOf(String(activity['id'])) ?? activity['definition'];
  return isParts(definition) ? { ...activity, definition: definitionIn(definition, languages) } : activity;
}

function definitionIn(definition: Parts, languages: readonly string[]): Parts {
  const maps = ['name', 'description'].filter((name) => isParts(definition[name]));
  return {
    ...definition,
    ...Object.fromEntries(maps.map((name) => [name, inLanguage(definition[name] as Parts, languages)])),
  };
}

function contextAs(context: Parts, how: Presenting): Parts {
  const { contextActivities, instructor, team, contextAgents, contextGroups } = context;
  const listed = (kind: string): unknown =>
    ((contextActivities as Parts)[kind] as readonly Parts[]).map((each) => activityAs(each, how));
  const named = (list: unknown, name: string): unknown =>
    (list as readonly Parts[]).map((each) => ({ ...each, [name]: agentAs(each[name], how) }));
  return {
    ...context,
    ...(instructor !== undefined && { instructor: agentAs(instructor, how) }),
    ...(team !== undefined && { team: agentAs(team, how) }),
    ...(contextAgents !== undefined && { contextAgents: named(contextAgents, 'agent') }),
    ...(contextGroups !== undefined && { contextGroups: named(contextGroups, 'group') }),
    ...(isParts(contextActivities) && {
      contextActivities: Object.fromEntries(
        CONTEXT_KINDS.filter((kind) => contextActivities[kind] !== undefined).map((kind) => [
          kind,
          listed(kind),
        ]),
      ),
    }),
  };
}

/** One entry of a language map: what is wanted (RFC 4647 §3.4 lookup), else the first. */
function inLanguage(map: Parts, languages: readonly string[]): Parts {
  const tags = Object.keys(map);
  for (const language of languages)
    for (let range = language.toLowerCase(); range !== ''; range = range.replace(/(?:^|-)[^-]*$/, '')) {
      const found = tags.find((tag) => tag.toLowerCase() === range);
      if (found !== undefined) return { [found]: map[found] };
    }
  const [first] = tags;
  return first === undefined ? {} : { [first]: map[first] };
}

/** RFC 9110 §12.5.4, in the order of weights. */
export function acceptedLanguages(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(',', 50)
    .map((each) => each.trim().split(';'))
    .map(([tag = '', weight = 'q=1'], at) => ({ tag, weight: Number(weight.trim().slice(2)), at }))
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((left, right) => right.weight - left.weight || left.at - right.at)
    .map(({ tag }) => tag);
}
