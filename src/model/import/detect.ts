// SPDX-License-Identifier: Apache-2.0
// What `init` finds in a folder: files that an importer reads, and files that tell something but are not read yet.
import { importers } from './importers.ts';
import { sniffAmong } from './sniff.ts';

/** A file of a folder, and its first bytes (64 KiB are plenty). */
export interface FileHead {
  readonly path: string;
  readonly head: Uint8Array;
}

/** One recognised file. `format` is the id of an importer, or of something seen that none reads. */
export interface Finding {
  readonly path: string;
  readonly format: string;
  readonly title: string;
  readonly importable: boolean;
  /** True when `init` imports it without being asked: of several Compose projects only one is the shop. */
  readonly chosen: boolean;
  /** 0..1. */
  readonly confidence: number;
  /** For a person: what the guess rests on, or what the file could tell. */
  readonly reason: string;
}

/** Folders that hold other people's files, or copies. */
const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.git',
  'vendor',
  'dist',
  'build',
  'target',
  '.venv',
  '__pycache__',
]);

/** Says of each recognised file what it is; importable ones first, the surest first, then by path. Other files are left out. */
export function detect(files: readonly FileHead[]): Finding[] {
  const findings = files
    .filter(({ path }) => !isSkipped(path))
    .flatMap((file) => importable(file) ?? seen(file) ?? []);
  return withoutOtherProjects(findings).sort(
    (one, other) =>
      Number(other.importable) - Number(one.importable) ||
      other.confidence - one.confidence ||
      compare(one.path, other.path),
  );
}

function isSkipped(path: string): boolean {
  return path
    .split(/[\\/]/)
    .slice(0, -1)
    .some((folder) => SKIPPED_FOLDERS.has(folder));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function importable({ path, head }: FileHead): Finding | undefined {
  const guess = sniffAmong(importers, { file: path, bytes: head });
  if (guess === undefined) return undefined;
  const { importer, confidence } = guess;
  const named = /^(?:docker-)?compose[^/]*\.ya?ml$/i.test(baseName(path)) && importer.id === 'compose';
  const reason = `${named ? 'its name and its content fit' : 'its content fits'} ${importer.title}${confidence < 0.9 ? ', but not only that' : ''}`;
  return {
    path,
    format: importer.id,
    title: importer.title,
    importable: true,
    chosen: true,
    confidence,
    reason,
  };
}

/** Names that `docker compose` looks for by itself, best first, and their overrides. */
const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const COMPOSE_OVERRIDE = /^(?:docker-)?compose\.override\.ya?ml$/;

/** Compose files merge into one project, so only those that `docker compose` would merge here are chosen together. */
function withoutOtherProjects(findings: readonly Finding[]): Finding[] {
  const files = findings.filter(({ format }) => format === 'compose').map(({ path }) => path);
  const rank = (path: string): readonly [number, number] => {
    const name = COMPOSE_NAMES.indexOf(baseName(path));
    return [path.split(/[\\/]/).length, name === -1 ? COMPOSE_NAMES.length : name];
  };
  const [best] = files.sort((one, other) => {
    const [[depth, name], [otherDepth, otherName]] = [rank(one), rank(other)];
    return depth - otherDepth || name - otherName || compare(one, other);
  });
  if (best === undefined) return [...findings];
  const folder = best.slice(0, best.length - baseName(best).length);
  const isChosen = (path: string): boolean =>
    path === best || (path.startsWith(folder) && COMPOSE_OVERRIDE.test(path.slice(folder.length)));
  return findings.map((finding) =>
    finding.format !== 'compose' || isChosen(finding.path)
      ? finding
      : {
          ...finding,
          chosen: false,
          reason: `${finding.reason}; another project or variant: import it by itself`,
        },
  );
}

interface SeenKind {
  readonly format: string;
  readonly title: string;
  readonly name: RegExp;
  readonly tells: string;
}

/** Files that an operator should know we have not looked into. */
const SEEN: readonly SeenKind[] = [
  {
    format: 'env',
    title: 'environment file',
    name: /^\.env(?:\.[\w-]+)*$/,
    tells: 'secrets and addresses of services; the `.env` beside a Compose file is read with it',
  },
  {
    format: 'nginx',
    title: 'nginx configuration',
    name: /^nginx[^/]*\.conf$|^default\.conf$/,
    tells: 'which paths of which hosts are reachable',
  },
  {
    format: 'terraform',
    title: 'Terraform',
    name: /\.tf(?:\.json)?$|\.tfvars$/,
    tells: 'cloud networks, firewalls and rights',
  },
  {
    format: 'terraform-state',
    title: 'Terraform state',
    name: /\.tfstate$/,
    tells: 'cloud resources as they are, and secrets',
  },
  {
    format: 'dockerfile',
    title: 'Dockerfile',
    name: /^(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.dockerfile$/i,
    tells: 'the user and the ports of an image',
  },
  {
    format: 'npm-lock',
    title: 'npm lockfile',
    name: /^(?:package-lock|npm-shrinkwrap)\.json$/,
    tells: 'software, as an SBOM does: `npm sbom --sbom-format cyclonedx` makes one',
  },
  { format: 'yarn-lock', title: 'Yarn lockfile', name: /^yarn\.lock$/, tells: 'software, as an SBOM does' },
  {
    format: 'pnpm-lock',
    title: 'pnpm lockfile',
    name: /^pnpm-lock\.yaml$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'composer-lock',
    title: 'Composer lockfile',
    name: /^composer\.lock$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'pip',
    title: 'Python requirements',
    name: /^(?:requirements[^/]*\.txt|Pipfile\.lock|poetry\.lock|uv\.lock)$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'gem-lock',
    title: 'Bundler lockfile',
    name: /^Gemfile\.lock$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'go-modules',
    title: 'Go modules',
    name: /^go\.(?:sum|mod)$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'cargo-lock',
    title: 'Cargo lockfile',
    name: /^Cargo\.lock$/,
    tells: 'software, as an SBOM does',
  },
  { format: 'maven', title: 'Maven project', name: /^pom\.xml$/, tells: 'software, as an SBOM does' },
  {
    format: 'gradle',
    title: 'Gradle build',
    name: /^build\.gradle(?:\.kts)?$/,
    tells: 'software, as an SBOM does',
  },
  {
    format: 'helm',
    title: 'Helm chart',
    name: /^Chart\.yaml$/,
    tells: 'manifests: `helm template` writes them out',
  },
  {
    format: 'kustomize',
    title: 'Kustomize',
    name: /^kustomization\.ya?ml$/,
    tells: 'manifests: `kubectl kustomize` writes them out',
  },
  {
    format: 'systemd',
    title: 'systemd unit',
    name: /\.service$/,
    tells: 'the user and the rights of a service',
  },
];

/** Kinds that the content of a file tells better than its name. */
const SEEN_BY_CONTENT: readonly {
  readonly format: string;
  readonly title: string;
  readonly content: RegExp;
  readonly tells: string;
}[] = [
  {
    format: 'spdx',
    title: 'SPDX document',
    content: /"spdxVersion"\s*:|^SPDXVersion:/m,
    tells: 'software: convert it to CycloneDX',
  },
  {
    format: 'cloudformation',
    title: 'CloudFormation template',
    content: /AWSTemplateFormatVersion/,
    tells: 'cloud networks, firewalls and rights',
  },
  {
    format: 'threagile',
    title: 'Threagile model',
    content: /^threagile_version\s*:/m,
    tells: 'assets, data flows and trust boundaries',
  },
  {
    format: 'sarif',
    title: 'SARIF results',
    content: /"\$schema"\s*:\s*"[^"]*sarif/,
    tells: 'findings of a scanner',
  },
];

function seen({ path, head }: FileHead): Finding | undefined {
  const name = baseName(path);
  const byName = SEEN.find((kind) => kind.name.test(name));
  if (byName !== undefined) return findingOf(path, byName, 'its name', 0.8);
  if (!/\.(?:json|ya?ml|spdx|sarif)$/i.test(name)) return undefined;
  const text = new TextDecoder().decode(head.subarray(0, 65_536));
  const byContent = SEEN_BY_CONTENT.find((kind) => kind.content.test(text));
  return byContent === undefined ? undefined : findingOf(path, byContent, 'its content', 0.9);
}

function findingOf(
  path: string,
  { format, title, tells }: Pick<SeenKind, 'format' | 'title' | 'tells'>,
  by: string,
  confidence: number,
): Finding {
  return {
    path,
    format,
    title,
    importable: false,
    chosen: false,
    confidence,
    reason: `seen by ${by}, not read yet; it tells ${tells}`,
  };
}

function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}
