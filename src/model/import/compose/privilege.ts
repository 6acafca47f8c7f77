// SPDX-License-Identifier: Apache-2.0
// What a container may do to its host.
import { quoted } from '../../words.ts';
import { addGaps, addWord } from '../container/draft.ts';
import { hostPathFacts } from '../container/host-path.ts';
import { flagOf, get, itemsOf, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import { resolved, type ServiceContext } from './context.ts';

/** Docker's default for what a file does not say; the daemon may be set up otherwise. */
const DEFAULT_CONFIDENCE = 0.9;

/** States the properties that rules about container escape ask for. */
export function hostRights(service: ServiceContext): void {
  const flags = ['privileged', 'read_only', 'use_api_socket'].map((key) => {
    const tree = get(service.tree, key);
    return [tree, flagOf(tree, `\`${key}\` of service ${quoted(service.name)}`, service)] as const;
  });
  const [privileged, readOnly, socket] = flags;
  if (privileged?.[1] === true) state(service, 'privileged', privileged[0]);
  if (socket?.[1] === true) state(service, 'docker-socket', socket[0]);
  if (readOnly?.[1] !== true) state(service, 'writable-root', service.tree, DEFAULT_CONFIDENCE);
  if (resolved(service, get(service.tree, 'pid'), '`pid`')?.text === 'host')
    state(service, 'host-pid', get(service.tree, 'pid'));
  const added = itemsOf(
    get(service.tree, 'cap_add'),
    `\`cap_add\` of service ${quoted(service.name)}`,
    service,
  )[0];
  if (added !== undefined) state(service, 'added-capabilities', added);
  user(service);
  securityOptions(service);
  hardening(service);
  volumes(service);
  unmodelled(service);
}

function state(service: ServiceContext, property: string, tree: Tree | undefined, confidence = 1): void {
  if (tree === undefined) return;
  addWord(
    service.asset,
    'properties',
    property,
    sourceOf(tree, confidence < 1 ? 'inferred' : 'declared', confidence),
  );
}

/** Most images run as root when nothing is said, but not all: only an explicit root is a fact. */
function user(service: ServiceContext): void {
  const tree = get(service.tree, 'user');
  if (/^(?:root|0)(?::|$)/.test(resolved(service, tree, '`user`')?.text ?? ''))
    state(service, 'runs-as-root', tree, DEFAULT_CONFIDENCE);
}

function securityOptions(service: ServiceContext): void {
  const options = itemsOf(
    get(service.tree, 'security_opt'),
    `\`security_opt\` of service ${quoted(service.name)}`,
    service,
  );
  if (!options.some((option) => isNoNewPrivileges(option)))
    state(service, 'privilege-escalation-allowed', service.tree, DEFAULT_CONFIDENCE);
  for (const option of options) {
    const text = scalarOf(option) ?? '';
    if (!/^(?:seccomp|apparmor)[:=]unconfined$|^label[:=]disable$/.test(text)) continue;
    addGaps(
      service.draft,
      service.asset.id,
      ['privileges'],
      `${service.name} runs without a kernel guard (${text}); what it can do to its host is not known`,
      sourceOf(option),
    );
  }
}

function isNoNewPrivileges(option: Tree): boolean {
  return /^no-new-privileges(?:[:=]true)?$/.test(scalarOf(option) ?? '');
}

/** All of it together is what the vocabulary calls a hardened container; each part alone is only the absence of a property. */
function hardening(service: ServiceContext): void {
  const drop = (get(service.tree, 'cap_drop')?.items ?? []).find((item) =>
    /^all$/i.test(scalarOf(item) ?? ''),
  );
  const quiet = (get(service.tree, 'security_opt')?.items ?? []).some(isNoNewPrivileges);
  const name = resolved(service, get(service.tree, 'user'), '`user`')?.text;
  const bad = ['privileged', 'runs-as-root', 'added-capabilities', 'host-pid'];
  const words = (service.asset.properties ?? []).map((word) => (typeof word === 'string' ? word : word.id));
  if (drop === undefined || !quiet || name === undefined || words.some((word) => bad.includes(word))) return;
  addWord(service.asset, 'measures', 'hardened-container', sourceOf(drop, 'inferred', DEFAULT_CONFIDENCE));
}

function volumes(service: ServiceContext): void {
  for (const item of itemsOf(
    get(service.tree, 'volumes'),
    `\`volumes\` of service ${quoted(service.name)}`,
    service,
  )) {
    const mount = item.entries === undefined ? shortMount(service, item) : longMount(service, item);
    if (mount === undefined) continue;
    const { facts, unknown } = hostPathFacts(mount.source, mount.target, mount.readOnly);
    for (const { property, confidence } of facts) state(service, property, item, confidence);
    if (unknown)
      addGaps(
        service.draft,
        service.asset.id,
        ['privileges'],
        `The host path that ${service.name} mounts at ${mount.target} is in a variable without a known value`,
        sourceOf(item),
      );
  }
}

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** `source:target[:mode]`; a name without a slash is a volume that the daemon keeps. */
function shortMount(service: ServiceContext, item: Tree): Mount | undefined {
  const text = resolved(service, item, '`volumes`')?.text;
  if (text === undefined) return undefined;
  const parts = text.match(/(?:\$\{[^}]*\}|^[A-Za-z]:(?=[\\/])|[^:])+/g) ?? [];
  const [source = '', target, mode = ''] = parts;
  if (target === undefined || !/^(?:[./~\\]|\$\{|[A-Za-z]:)/.test(source)) return undefined;
  return { source, target, readOnly: mode.split(',').includes('ro') };
}

function longMount(service: ServiceContext, item: Tree): Mount | undefined {
  const field = (key: string) => resolved(service, get(item, key), `\`${key}\` of a volume`)?.text ?? '';
  if (field('type') !== 'bind') return undefined;
  const readOnly = flagOf(
    get(item, 'read_only'),
    `\`read_only\` of a volume of ${quoted(service.name)}`,
    service,
  );
  return { source: field('source'), target: field('target'), readOnly: readOnly === true };
}

/** Rights for which the vocabulary has no word. */
function unmodelled(service: ServiceContext): void {
  const rights: readonly (readonly [string, string])[] = [
    ['devices', 'uses devices of the host'],
    ['volumes_from', 'mounts the volumes of another container'],
  ];
  for (const [key, text] of rights) {
    const tree = get(service.tree, key);
    if (tree !== undefined)
      addGaps(
        service.draft,
        service.asset.id,
        ['privileges'],
        `${service.name} ${text}; what that allows is not known`,
        sourceOf(tree),
      );
  }
  for (const key of ['ipc', 'userns_mode']) {
    const tree = get(service.tree, key);
    if (tree?.value === 'host')
      addGaps(
        service.draft,
        service.asset.id,
        ['privileges'],
        `${service.name} shares \`${key}\` with its host; what that allows is not known`,
        sourceOf(tree),
      );
  }
}
