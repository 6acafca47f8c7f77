// SPDX-License-Identifier: Apache-2.0
// What is said of fields that take secrets, of forms and frames, and of where what is typed goes.
import type { PageCapture } from '../../core/ports/index.ts';
import { addressOf, hostOf, placeOf } from './address.ts';
import type { Standing } from './approved.ts';
import { destinationsOf, leaksIn, listenersOf, secretFields } from './capture-facts.ts';
import type { ApprovedPage } from './inventory.ts';
import type { PageKnowledge } from './knowledge.ts';
import { lookAlike } from './look-alike.ts';
import type { RawFinding } from './raw-finding.ts';

/** Wrong whatever was approved. */
export function fieldSigns(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage | undefined,
): readonly RawFinding[] {
  return [
    ...leaks(capture, knowledge, page),
    ...imitations(capture, knowledge, page),
    ...unsafe(capture, knowledge),
  ];
}

/** Without a browser's approval nobody knows which hosts get secrets; then only the page's own is taken for right. */
function leaks(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage | undefined,
): readonly RawFinding[] {
  const allowed = page?.look === 'browser' ? page.secretHosts : [hostOf(capture.url) ?? ''];
  return leaksIn(capture, knowledge)
    .filter(({ host }) => !allowed.includes(host))
    .map(({ host, secrets, how, by, at }) => ({
      kind: 'data-leaves',
      what: secrets.map((id) => titleOf(knowledge, id)).join(', '),
      now: host,
      how,
      by: by ?? 'the page',
      host,
      pointer: `/requests/${at}`,
      ...(by === undefined ? {} : { script: by }),
    }));
}

function titleOf(knowledge: PageKnowledge, id: string): string {
  return knowledge.fields.find((field) => field.id === id)?.title['en'] ?? id;
}

function imitations(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage | undefined,
): readonly RawFinding[] {
  const approved = page?.hosts ?? [];
  const known = [hostOf(capture.url) ?? '', ...approved, ...knowledge.wellKnownHosts];
  const hosts = new Map(
    destinationsOf(capture).map(({ host, by, at }) => [host, { by, pointer: `/requests/${at}` }]),
  );
  for (const [at, target] of capture.targets.entries()) {
    const host = hostOf(target);
    if (host !== undefined && !hosts.has(host)) hosts.set(host, { by: undefined, pointer: `/targets/${at}` });
  }
  for (const [at, { url }] of capture.scripts.entries()) {
    const host = hostOf(url ?? '');
    if (host !== undefined && !hosts.has(host)) hosts.set(host, { by: undefined, pointer: `/scripts/${at}` });
  }
  return [...hosts].flatMap(([host, { by, pointer }]): readonly RawFinding[] => {
    const like = approved.includes(host) ? undefined : lookAlike(host, known);
    return like === undefined
      ? []
      : [
          {
            kind: 'look-alike',
            what: host,
            now: like.of,
            how: like.how,
            host,
            pointer,
            ...(by === undefined ? {} : { by }),
          },
        ];
  });
}

function unsafe(capture: PageCapture, knowledge: PageKnowledge): readonly RawFinding[] {
  return secretFields(capture, knowledge).flatMap(({ field, secret, at }): readonly RawFinding[] => {
    const url = addressOf(field.target ?? capture.url, capture.url);
    if (url?.protocol !== 'http:' || /^(?:localhost|127\.|\[::1\])/.test(url.hostname)) return [];
    return [
      {
        kind: 'unsafe-target',
        what: secret.title['en'] ?? secret.id,
        now: placeOf(url.href),
        host: url.host,
        pointer: `/fields/${at}`,
      },
    ];
  });
}

/** What is another way than it was approved. */
export function fieldChanges(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage,
  standing: readonly Standing[],
): readonly RawFinding[] {
  return [
    ...newHosts(capture, page),
    ...newFields(capture, knowledge, page),
    ...newTargets(capture, page),
    ...frames(capture, page),
    ...overlays(capture, knowledge, page),
    ...newListeners(capture, knowledge, page, standing),
  ];
}

function newHosts(capture: PageCapture, page: ApprovedPage): readonly RawFinding[] {
  return destinationsOf(capture)
    .filter(({ host }) => !page.hosts.includes(host))
    .map(({ host, kinds, by, at }) => ({
      kind: 'new-destination',
      what: host,
      how: kinds.join(', '),
      by: by ?? 'the page',
      host,
      pointer: `/requests/${at}`,
      ...(by === undefined ? {} : { script: by }),
    }));
}

function newFields(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage,
): readonly RawFinding[] {
  const left = [...page.fields];
  return secretFields(capture, knowledge).flatMap(({ field, secret, at }): readonly RawFinding[] => {
    const known = left.indexOf(secret.id);
    if (known >= 0) {
      left.splice(known, 1);
      return [];
    }
    const how = `${field.names[0] ?? field.type}${field.target === undefined ? '' : `, sent to ${placeOf(field.target)}`}`;
    return [{ kind: 'new-field', what: secret.title['en'] ?? secret.id, how, pointer: `/fields/${at}` }];
  });
}

function newTargets(capture: PageCapture, page: ApprovedPage): readonly RawFinding[] {
  return capture.targets.flatMap((target, at): readonly RawFinding[] => {
    const host = hostOf(target);
    return page.targets.includes(placeOf(target))
      ? []
      : [
          {
            kind: 'form-target',
            what: placeOf(target),
            before: page.targets.join(', ') || 'none',
            pointer: `/targets/${at}`,
            ...(host === undefined ? {} : { host }),
          },
        ];
  });
}

function frames(capture: PageCapture, page: ApprovedPage): readonly RawFinding[] {
  const now = capture.frames.map(({ url }) => placeOf(url));
  const isWhole = capture.by === page.look && capture.limits.length === 0;
  return [
    ...now.flatMap((what, at): readonly RawFinding[] => {
      const host = hostOf(what);
      return page.frames.includes(what)
        ? []
        : [{ kind: 'new-frame', what, pointer: `/frames/${at}`, ...(host === undefined ? {} : { host }) }];
    }),
    ...page.frames
      .filter((what) => isWhole && !now.includes(what))
      .map((what): RawFinding => ({ kind: 'frame-gone', what, pointer: '/frames' })),
  ];
}

/** What lies over secret fields and frames, in a capture. */
export function coversIn(
  capture: PageCapture,
  knowledge: PageKnowledge,
): readonly { readonly over: string; readonly what: string; readonly pointer: string }[] {
  return [
    ...secretFields(capture, knowledge).flatMap(({ field, secret, at }) =>
      field.coveredBy === undefined || field.hidden
        ? []
        : [{ over: secret.title['en'] ?? secret.id, what: field.coveredBy, pointer: `/fields/${at}` }],
    ),
    ...capture.frames.flatMap(({ url, coveredBy }, at) =>
      coveredBy === undefined
        ? []
        : [{ over: `the frame of ${placeOf(url)}`, what: coveredBy, pointer: `/frames/${at}` }],
    ),
  ];
}

function overlays(capture: PageCapture, knowledge: PageKnowledge, page: ApprovedPage): readonly RawFinding[] {
  return coversIn(capture, knowledge)
    .filter(({ over, what }) => !page.covers.some((known) => known.over === over && known.what === what))
    .map(({ over, what, pointer }) => ({ kind: 'overlay', what: over, how: what, pointer }));
}

/** A script whose very text was approved may listen: the text says that it does. One approved by address may not begin to. */
function newListeners(
  capture: PageCapture,
  knowledge: PageKnowledge,
  page: ApprovedPage,
  standing: readonly Standing[],
): readonly RawFinding[] {
  const read = new Set(
    standing.flatMap(({ script, approval }) =>
      approval?.sha256.includes(script.sha256 ?? '') ? [script.sha256, script.url] : [],
    ),
  );
  return listenersOf(capture, secretFields(capture, knowledge))
    .filter(
      ({ script, field, events }) =>
        !events.every((event) => read.has(event.script)) &&
        !page.listeners.some((known) => known.script === script && known.field === field.secret.id),
    )
    .map(({ script, field, events }) => ({
      kind: 'listener',
      what: field.secret.title['en'] ?? field.secret.id,
      by: script,
      how: [...new Set(events.map(({ type, on }) => (on === 'field' ? type : `${type} of the ${on}`)))].join(
        ', ',
      ),
      script,
      pointer: `/fields/${field.at}/listeners`,
    }));
}
