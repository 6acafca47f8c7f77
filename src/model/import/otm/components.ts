// SPDX-License-Identifier: Apache-2.0
import type { Asset, Gap } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { ImportContext, TypeGuess } from '../importer.ts';
import type { Node } from '../node.ts';
import { type DataFacts, dataNamed } from './data.ts';
import { type ThreatCatalogue, threatsOn } from './threats.ts';
import type { ZoneFacts } from './zones.ts';

export interface ComponentFacts {
  readonly assets: readonly Asset[];
  /** Asset ids by the id in the document. */
  readonly byKey: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
}

interface Surroundings {
  readonly zones: ZoneFacts;
  readonly data: DataFacts;
  readonly threats: ThreatCatalogue;
  readonly ids: Ids;
  readonly context: ImportContext;
}

/** `components` of the document as assets. */
export function readComponents(model: Node, around: Surroundings): ComponentFacts {
  const nodes = new Map<string, Node>();
  for (const node of model.records('components')) {
    const key = node.text('id');
    if (key === undefined)
      node.report({
        code: 'OTM_NO_ID',
        severity: 'error',
        message: 'A component has no id: expected `id` with a text',
      });
    else if (nodes.has(key))
      node.field('id')?.report({
        code: 'OTM_TWIN_ID',
        severity: 'error',
        message: `The id \`${key.slice(0, 80)}\` is given to two components: expected it once`,
      });
    else nodes.set(key, node);
  }
  const byKey = new Map(
    [...nodes].map(([key, node]) => [key, around.ids.take(node.text('name') ?? key, 'component')]),
  );
  const enclosing = zonesOf(nodes, around.zones);
  const found = [...nodes].map(([key, node]) =>
    readComponent(node, byKey.get(key) as string, byKey, around, enclosing),
  );
  return { assets: found.map(({ asset }) => asset), byKey, gaps: found.flatMap(({ gaps }) => gaps) };
}

function readComponent(
  node: Node,
  id: string,
  byKey: ReadonlyMap<string, string>,
  around: Surroundings,
  enclosing: ReadonlyMap<string, string | undefined>,
): { asset: Asset; gaps: Gap[] } {
  const { ids, data, threats } = around;
  const guess = typeOf(node, around.context);
  const place = placeOf(node, byKey, around.zones, enclosing);
  const held = node.record('assets');
  const stored = dataNamed(held?.texts('stored') ?? [], data);
  const processed = dataNamed(held?.texts('processed') ?? [], data);
  const answered = threatsOn(node, id, 'asset', threats, ids);
  const others = [...new Set([...stored.others, ...processed.others])];
  const stores = [...new Map([...processed.words, ...stored.words].map((word) => [word.id, word])).values()];
  const shown = textOf(node.text('name') ?? '', 200);
  const note = textOf(
    [
      node.text('description') ?? '',
      others.length === 0 ? '' : `handles ${others.join(', ')}`,
      ...answered.notes,
    ]
      .filter((part) => part !== '')
      .join('; '),
  );
  const asset: Asset = {
    id,
    type: guess.type,
    ...(place.zone === undefined ? {} : { zone: place.zone }),
    ...(place.runsOn === undefined ? {} : { runsOn: place.runsOn }),
    ...(stores.length === 0 ? {} : { stores }),
    ...(shown === undefined ? {} : { name: shown }),
    ...(note === undefined ? {} : { note }),
    source: node.source('declared', guess.confidence),
  };
  const nowhere: Gap[] =
    place.zone === undefined
      ? [
          {
            id: ids.take(`${id}/exposure`, 'gap'),
            about: id,
            unknown: 'exposure',
            text: `The document does not say in which trust zone ${id} is`,
            source: node.source(),
          },
        ]
      : [];
  return { asset, gaps: [...nowhere, ...answered.gaps] };
}

/** Component types of Open Threat Model are free text: `web-service`, `CD-V2-AWS-RDS`, `android-device-client`. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:web (?:client|browser)|browser)\b/, 'browser'],
  [/\b(?:mobile|android|ios|device|rich) (?:client|device client|app)\b|\bclient\b/, 'external-system'],
  [/\b(?:database|db|rds|sql|mysql|postgres\w*|mongo\w*|dynamo\w*)\b/, 'database'],
  [/\b(?:cache|redis|memcached|elasticache)\b/, 'cache'],
  [/\b(?:queue|sqs|sns|kafka|broker|topic|event bus)\b/, 'message-broker'],
  [/\b(?:bucket|s3|blob|storage|file server|data store|datastore)\b/, 'storage'],
  [/\b(?:gateway|load balancer|elb|alb|cdn|cloudfront|proxy)\b/, 'gateway'],
  [/\b(?:waf|firewall|router|switch)\b/, 'network-device'],
  [/\b(?:identity|cognito|auth|ldap|active directory|sso)\b/, 'identity-provider'],
  [/\b(?:web (?:application|app|ui|server)|website)\b/, 'web-application'],
  [/\b(?:api|web service|microservice|rest)\b/, 'api'],
  [/\b(?:server|ec2|vm|virtual machine|instance|host)\b/, 'server'],
  [/\b(?:external|third party|saas)\b/, 'external-system'],
  [/\b(?:code|class|library|package)\b/, 'software-component'],
];

function typeOf(node: Node, context: ImportContext): TypeGuess {
  const [type, name] = [node.text('type') ?? '', node.text('name') ?? ''];
  const words = type
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  const known = TYPES.find(([pattern]) => pattern.test(words));
  // Who uses something is often called after it.
  if (known?.[1] === 'browser') return { type: known[1], confidence: 0.7 };
  return (
    context.guess('name', name) ??
    context.guess('name', type) ??
    (known === undefined ? { type: 'system', confidence: 0.3 } : { type: known[1], confidence: 0.7 })
  );
}

/** A component within another one runs on it, and is in its zone. */
function placeOf(
  node: Node,
  byKey: ReadonlyMap<string, string>,
  zones: ZoneFacts,
  enclosing: ReadonlyMap<string, string | undefined>,
): { zone?: string; runsOn?: string } {
  const parent = node.record('parent');
  const [trustZone, component] = [parent?.text('trustZone'), parent?.text('component')];
  const known = trustZone === undefined ? undefined : zones.byKey.get(trustZone);
  const runsOn = component === undefined ? undefined : byKey.get(component);
  if ((trustZone !== undefined && known === undefined) || (component !== undefined && runsOn === undefined)) {
    const message = `No trust zone or component has the id \`${(trustZone ?? component ?? '').slice(0, 80)}\`: expected one of the document`;
    parent?.report({ code: 'OTM_UNKNOWN_ID', severity: 'warning', message });
  }
  const zone = known ?? enclosing.get(component ?? '');
  return {
    ...(zone === undefined ? {} : { zone }),
    ...(runsOn === undefined || runsOn === byKey.get(node.text('id') ?? '') ? {} : { runsOn }),
  };
}

/** The zone of each component, its own or that of the nearest component around it; each chain is walked once. */
function zonesOf(
  nodes: ReadonlyMap<string, Node>,
  zones: ZoneFacts,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const start of nodes.keys()) {
    const walked = new Set<string>();
    let zone: string | undefined;
    for (let key: string | undefined = start; key !== undefined && !walked.has(key); ) {
      if (found.has(key)) {
        zone = found.get(key);
        break;
      }
      walked.add(key);
      const parent: Node | undefined = nodes.get(key)?.record('parent');
      zone = zones.byKey.get(parent?.text('trustZone') ?? '');
      key = zone === undefined ? parent?.text('component') : undefined;
    }
    for (const key of walked) found.set(key, zone);
  }
  return found;
}
