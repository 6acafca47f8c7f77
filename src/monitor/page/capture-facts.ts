// SPDX-License-Identifier: Apache-2.0
// What a capture says, in the terms that approvals speak.
import type { PageCapture, SeenField, SeenListener } from '../../core/ports/index.ts';
import type { PageFieldSource } from '../../model/index.ts';
import { hostOf, placeOf } from './address.ts';
import type { PageKnowledge } from './knowledge.ts';
import { findProbes } from './probe.ts';
import { actorOf, nameOf } from './script-name.ts';

export interface SecretField {
  readonly field: SeenField;
  readonly secret: PageFieldSource;
  /** Index in the capture. */
  readonly at: number;
}

export function secretFields(capture: PageCapture, knowledge: PageKnowledge): readonly SecretField[] {
  return capture.fields.flatMap((field, at) => {
    const secret = knowledge.fieldOf(field.names);
    return secret === undefined ? [] : [{ field, secret, at }];
  });
}

export interface Leak {
  readonly host: string;
  readonly secrets: readonly string[];
  /** Kind of request and encodings: `fetch, base64`. */
  readonly how: string;
  readonly by: string | undefined;
  readonly at: number;
}

/** Requests that carry what the look typed. */
export function leaksIn(capture: PageCapture, knowledge: PageKnowledge): readonly Leak[] {
  const probes = knowledge.fields
    .filter(({ telling }) => telling)
    .map(({ id, probe }) => ({ id, value: probe }));
  return capture.requests.flatMap((request, at) => {
    const host = hostOf(request.url);
    if (host === undefined) return [];
    const found = [...findProbes(request.url, probes), ...findProbes(request.body, probes)];
    if (found.length === 0) return [];
    const ways = new Set(found.flatMap(({ how }) => how).filter((way) => way !== 'plain'));
    return [
      {
        host,
        secrets: [...new Set(found.map(({ id }) => id))],
        how: [request.kind, ...ways].join(', '),
        by: actorOf(capture.scripts, request.by),
        at,
      },
    ];
  });
}

export interface Destination {
  readonly host: string;
  readonly kinds: readonly string[];
  readonly by: string | undefined;
  readonly at: number;
}

/** Hosts that the page talks to, its own left out. */
export function destinationsOf(capture: PageCapture): readonly Destination[] {
  const own = hostOf(capture.url);
  const found = new Map<string, { kinds: Set<string>; by: string | undefined; at: number }>();
  capture.requests.forEach(({ url, kind, by }, at) => {
    const host = hostOf(url);
    if (host === undefined || host === own) return;
    const known = found.get(host);
    if (known === undefined)
      found.set(host, { kinds: new Set([kind]), by: actorOf(capture.scripts, by), at });
    else known.kinds.add(kind);
  });
  return [...found].map(([host, { kinds, by, at }]) => ({ host, kinds: [...kinds], by, at }));
}

/** Events that tell what is typed. */
const TELLING_EVENTS =
  /^(?:input|beforeinput|change|key(?:down|up|press)|blur|focusout|paste|submit|textInput)$/i;

export interface Listening {
  readonly script: string;
  readonly field: SecretField;
  readonly events: readonly SeenListener[];
}

/** Who hears what is typed into secret fields, one entry for each script and secret. */
export function listenersOf(capture: PageCapture, fields: readonly SecretField[]): readonly Listening[] {
  const found = new Map<string, { script: string; field: SecretField; events: SeenListener[] }>();
  const names = new Map(capture.scripts.map((script) => [script.sha256, nameOf(script)]));
  for (const field of fields) {
    for (const event of field.field.listeners.filter(({ type }) => TELLING_EVENTS.test(type))) {
      const script = names.get(event.script) ?? placeOf(event.script);
      const key = `${script}\n${field.secret.id}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { script, field, events: [event] });
      else known.events.push(event);
    }
  }
  return [...found.values()];
}
