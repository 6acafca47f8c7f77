// SPDX-License-Identifier: Apache-2.0
// Docker Compose files: https://github.com/compose-spec/compose-spec
import type { Parsed, Problem } from '../../../core/problem.ts';
import { quoted } from '../../words.ts';
import type { Secrets } from '../container/credential.ts';
import { addGaps, claim, createDraft, type Draft, partOf } from '../container/draft.ts';
import { entriesOf, get, type Reporter, sourceOf } from '../container/tree.ts';
import type { ImportContext, Importer, ImportInput, ModelPart } from '../importer.ts';
import { connectServices } from './call.ts';
import { companions } from './companions.ts';
import { isEnvFile } from './env-file.ts';
import { exposeServices } from './exposure.ts';
import { hostNetwork, type Networks, readNetworks } from './network.ts';
import { type Project, readProject, servicesOf } from './project.ts';
import { readService, type Service } from './service.ts';

const TOP_KEYS: ReadonlySet<string> = new Set([
  'version',
  'name',
  'services',
  'networks',
  'volumes',
  'configs',
  'secrets',
  'include',
  'models',
]);
/** The format shows within this many bytes. */
const SNIFF_BYTES = 65_536;

/** Reads the files of one project, with its `.env`, as one part: later files override earlier ones. */
export const composeImporter: Importer = { id: 'compose', title: 'Docker Compose', sniff, companions, read };

function sniff(input: ImportInput): number {
  if (isEnvFile(input.file)) return 0.3;
  const text = new TextDecoder().decode(input.bytes.subarray(0, SNIFF_BYTES));
  const hasServices =
    /^["']?services["']?[ \t]*:/m.test(text) || /^\s*\{[\s\S]{0,2000}"services"[ \t]*:/.test(text);
  if (/^[ \t]*["']?apiVersion["']?[ \t]*:/m.test(text) && !hasServices) return 0;
  if (/(?:^|[/\\])(?:docker-)?compose[\w.-]*\.(?:ya?ml|json)$/i.test(input.file))
    return hasServices ? 0.98 : 0.6;
  return hasServices && /^[ \t]+["']?(?:image|build|extends)["']?[ \t]*:/m.test(text) ? 0.8 : 0;
}

function read(inputs: readonly ImportInput[], context: ImportContext): Parsed<ModelPart> {
  const problems: Problem[] = [];
  const to: Reporter = { problems, prefix: 'COMPOSE' };
  const project = readProject(inputs, to);
  if (project === undefined) return { problems };
  const draft = createDraft();
  const secrets: Secrets = new Map();
  const services = servicesOf(project).flatMap(
    ([name, tree]) => readService(project, draft, context, secrets, name, tree) ?? [],
  );
  if (services.length === 0) return { value: partOf(draft), problems };
  const networks = readNetworks(project, draft, services);
  connectServices(draft, services, networks);
  exposeServices(draft, services, networks);
  for (const service of services) unnamedListeners(draft, service, networks);
  const host = containerHost(project, draft);
  for (const { asset } of services) asset.runsOn = host;
  projectGaps(project, draft, host);
  return { value: partOf(draft), problems };
}

/** Neighbours get to every port of a container, said or not: when nothing names one, it is not known whether it listens. */
function unnamedListeners(draft: Draft, { asset, name, tree }: Service, networks: Networks): void {
  const isAlone = get(tree, 'network_mode')?.value === 'none' || (networks.of.get(name) ?? []).length === 0;
  if (isAlone || (asset.listens ?? []).length > 0) return;
  const text = `No \`ports\`, \`expose\` or caller says where ${name} listens, if it does`;
  addGaps(draft, asset.id, ['listeners'], text, sourceOf(tree, 'inferred', 0.9));
}

/** The machine that all containers of the project share. */
function containerHost(project: Project, draft: Draft): string {
  const id = claim(draft, 'container-host', 'host/container-host');
  const source = sourceOf(project.tree, 'inferred', 0.9);
  draft.assets.push({
    id,
    type: 'container-host',
    name: 'Container host',
    zone: hostNetwork(draft, project.tree),
    source,
  });
  return id;
}

/** What was not found or not understood, about the service it concerns, or about all networks: others may be in them. */
function projectGaps(project: Project, draft: Draft, host: string): void {
  const names = new Map(servicesOf(project).map(([name, tree]) => [name, tree]));
  const networks = draft.zones.filter(({ type }) => type === 'container-network').map(({ id }) => id);
  const everywhere = networks.length === 0 ? [host] : networks;
  for (const { service, text, at } of project.missing) {
    const line = service === undefined ? undefined : names.get(service)?.at().line;
    const asset = draft.assets.find((one) => one.source?.line === line && one.source?.file === at.at().file);
    if (asset !== undefined) addGaps(draft, asset.id, ['exposure', 'privileges'], text, sourceOf(at));
    else for (const about of everywhere) addGaps(draft, about, ['exposure'], text, sourceOf(at));
  }
  for (const [key, tree] of entriesOf(project.tree, 'a Compose file', project)) {
    if (TOP_KEYS.has(key) || key.startsWith('x-')) continue;
    const text = `Unknown section ${quoted(key)} of the project`;
    for (const about of everywhere) addGaps(draft, about, ['exposure'], text, sourceOf(tree));
  }
}
