// SPDX-License-Identifier: Apache-2.0
// What is said of the scripts of a page: against what was approved, and of the text of those that nobody approved.
import type { PageCapture, SeenScript } from '../../core/ports/index.ts';
import { addressOf, hostOf } from './address.ts';
import type { Standing } from './approved.ts';
import type { ApprovedPage } from './inventory.ts';
import type { PageKnowledge } from './knowledge.ts';
import { literalsOf } from './literals.ts';
import { obfuscationOf } from './obfuscation.ts';
import type { RawFinding } from './raw-finding.ts';
import { actorOf, fullNameOf, nameOf, shortHash } from './script-name.ts';

export function scriptChanges(
  standing: readonly Standing[],
  page: ApprovedPage,
  capture: PageCapture,
): readonly RawFinding[] {
  return [
    ...standing.flatMap(({ script, approval, before }, at): readonly RawFinding[] => {
      const about = aboutScript(script, at, capture.scripts);
      if (approval === undefined && before === undefined) return [{ kind: 'new-script', ...about }];
      if (before !== undefined)
        return [
          {
            kind: 'changed-script',
            ...about,
            before: shortHash(before.sha256[0]),
            now: shortHash(script.sha256),
          },
        ];
      return approval?.integrity === true && script.integrity === undefined && script.kind === 'external'
        ? [{ kind: 'integrity-dropped', ...about }]
        : [];
    }),
    ...goneScripts(standing, page, capture),
  ];
}

/** A reader of the HTML does not see what scripts load, so what a browser saw is not gone for it. */
function goneScripts(
  standing: readonly Standing[],
  page: ApprovedPage,
  capture: PageCapture,
): readonly RawFinding[] {
  if (capture.by !== page.look || capture.limits.length > 0) return [];
  const used = new Set(standing.flatMap(({ approval, before }) => approval ?? before ?? []));
  const replaced = new Set([...used].map(({ name }) => name));
  return page.scripts
    .filter((script) => !used.has(script) && !replaced.has(script.name))
    .map(({ name }) => ({ kind: 'script-gone', what: name, script: name, pointer: '/scripts' }));
}

/** Signs of a skimmer and of careless loading, in scripts that nobody approved. */
export function scriptSigns(
  standing: readonly Standing[],
  knowledge: PageKnowledge,
  capture: PageCapture,
): readonly RawFinding[] {
  const own = hostOf(capture.url);
  return standing.flatMap(({ script, approval }, at) => {
    if (approval !== undefined) return [];
    const about = aboutScript(script, at, capture.scripts);
    const hides = obfuscationOf(script.text);
    const read = readsAndSends(script, knowledge, own);
    return [
      ...(hides.length === 0 ? [] : [{ kind: 'obfuscated' as const, ...about, how: hides.join('; ') }]),
      ...(read === undefined ? [] : [{ kind: 'reads-and-sends' as const, ...about, how: read }]),
      ...loading(script, knowledge, own).map((finding) => ({ ...finding, ...about })),
    ];
  });
}

const SENDS =
  /\b(?:fetch|sendBeacon|XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection|Image)\b|\.(?:src|action|href)\s*=|\[\s*["'](?:src|send|open)["']\s*\]/;
const NAMES_SHOWN = 3;

/** Names of secret fields in its texts, beside an address of another host and something that sends. */
function readsAndSends(
  script: SeenScript,
  knowledge: PageKnowledge,
  own: string | undefined,
): string | undefined {
  if (!SENDS.test(script.text)) return undefined;
  const texts = literalsOf(script.text);
  const from = hostOf(script.url ?? '');
  const hosts = new Set(
    texts.flatMap((text) => {
      const [address] = /^(?:https?:|wss?:)?\/\/[^\s"'<>]+/i.exec(text.trim()) ?? [];
      const host = address === undefined ? undefined : addressOf(address, 'https://x.invalid')?.host;
      return host === undefined || host === own || host === from || !host.includes('.') ? [] : [host];
    }),
  );
  if (hosts.size === 0) return undefined;
  const fields = new Set(
    texts.filter((text) => text.length < 100 && knowledge.fieldOf([text]) !== undefined),
  );
  if (fields.size === 0) return undefined;
  const shown = (values: Set<string>) => [...values].slice(0, NAMES_SHOWN).join(', ');
  return `${shown(fields)} and ${shown(hosts)}`;
}

function loading(
  script: SeenScript,
  knowledge: PageKnowledge,
  own: string | undefined,
): readonly Pick<RawFinding, 'kind'>[] {
  const host = hostOf(script.url ?? '');
  if (script.kind !== 'external' || script.url === undefined || host === undefined) return [];
  const kind = knowledge.hostKind(host);
  const isForeign = host !== own;
  return [
    ...(isForeign && script.integrity === undefined ? [{ kind: 'no-integrity' as const }] : []),
    ...(/@latest\b|[/-]latest(?:[./]|\.min|$)/.test(script.url) ? [{ kind: 'moving-version' as const }] : []),
    ...(kind === 'tag-manager' ? [{ kind: 'tag-manager' as const }] : []),
    ...(kind === 'recorder' ? [{ kind: 'recorder' as const }] : []),
  ];
}

function aboutScript(script: SeenScript, at: number, scripts: readonly SeenScript[]) {
  return {
    what: fullNameOf(script),
    by: actorOf(scripts, script.loadedBy) ?? 'the page',
    pointer: `/scripts/${at}`,
    script: nameOf(script),
    ...(script.sha256 === undefined ? {} : { sha256: script.sha256 }),
  };
}
