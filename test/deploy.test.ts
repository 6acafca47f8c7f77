// SPDX-License-Identifier: Apache-2.0
// What is shipped for servers: options that exist, no more rights than needed, and an SBOM of all that is shipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../src/cli/commands/index.ts';
import { ensuresec } from './cli/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const text = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const VERSION = (JSON.parse(text('package.json')) as { version: string }).version;

const UP =
  (await allCommands()).find(({ name }) => name === 'up')?.options.map(({ flags }) => flags.split(' ')[0]) ??
  [];
const optionsIn = (line: string): readonly string[] => line.match(/--[a-z][a-z-]*/g) ?? [];

describe.each([
  ['deploy/Dockerfile', /^CMD .*$/m],
  ['deploy/ensuresec.service', /^ExecStart=.*$/m],
  ['deploy/helm/ensuresec/templates/server.yaml', /args:[\s\S]*?ports:/],
])('%s', (file, call) => {
  test('starts the server with options that it has', () => {
    const [line = ''] = call.exec(text(file)) ?? [];
    const used = optionsIn(line);
    expect(used).toContain('--data');
    expect(used.filter((each) => !UP.includes(each))).toEqual([]);
  });
});

describe('deploy/Dockerfile', () => {
  const stages = text('deploy/Dockerfile')
    .split(/^FROM /m)
    .slice(1);

  test('ships what the package ships, and nobody who could log in', () => {
    const last = stages.at(-1) ?? '';
    const copied = [...last.matchAll(/^COPY --from=build ([^-].+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    );
    const { files } = JSON.parse(text('package.json')) as { files: readonly string[] };
    expect(copied.map((each) => each.replace('/app/', '')).sort()).toEqual(
      [...files, 'package.json', 'node_modules'].sort(),
    );
    // What is not there belongs to root when a volume is made of it.
    expect(last).toMatch(
      /^COPY --from=build --chown=nonroot:nonroot --chmod=0700 \/empty \/data\nVOLUME \["\/data"\]$/m,
    );
    expect(last).toMatch(/^gcr\.io\/distroless\/nodejs22-debian12:nonroot\n[\s\S]*^USER nonroot$/m);
  });

  test('leaves behind what may be secret or large', () => {
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['.git', 'node_modules', 'ensuresec-data', 'ensuresec-demo']),
    );
  });
});

describe('deploy/compose.yaml', () => {
  interface Service {
    readonly read_only?: boolean;
    readonly cap_drop?: readonly string[];
    readonly security_opt?: readonly string[];
    readonly ports?: readonly string[];
    readonly image?: string;
  }
  const { services } = load(text('deploy/compose.yaml')) as { services: Readonly<Record<string, Service>> };

  test.each(Object.entries(services))('%s has no right that it needs not', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  test('shows the proxy alone, as our own importer reads it', async () => {
    expect(services['ensuresec']).toMatchObject({ image: `ensuresec:${VERSION}` });
    const { code, stdout } = await ensuresec(['import', 'deploy/compose.yaml', '--out', '-'], { cwd: ROOT });
    expect(code).toBe(0);
    const model = load(stdout) as {
      assets: readonly { id: string; zone: unknown; properties?: readonly { id: string }[] }[];
      flows: readonly { from: string; to: string; port: number }[];
    };
    expect(model.flows.map(({ from, to, port }) => [from, to, port])).toEqual([
      ['internet', 'network/outside', 80],
      ['internet', 'network/outside', 443],
    ]);
    const server = model.assets.find(({ id }) => id === 'ensuresec');
    expect([server?.zone, server?.properties]).toEqual(['network/inside', undefined]);
  });
});

describe('deploy/ensuresec.service', () => {
  test.each([
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'UMask=0077',
  ])('says %s', (line) => expect(text('deploy/ensuresec.service').split('\n')).toContain(line));

  test.skipIf(!has('systemd-analyze'))('is a unit that systemd takes, exposed by 2.0 at most', () => {
    const unit = path.join(ROOT, 'deploy/ensuresec.service');
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', unit], {
      encoding: 'utf8',
    });
    const [, level = '10'] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(level)).toBeLessThanOrEqual(2);
  });
});

describe('deploy/helm', () => {
  const RENDERED = 'test/golden/helm.yaml';
  const chart = load(text('deploy/helm/ensuresec/Chart.yaml')) as Readonly<Record<string, string>>;

  test('is of this version', () => {
    expect([chart['version'], chart['appVersion']]).toEqual([VERSION, VERSION]);
  });

  // The file is what Helm renders; where Helm is there, it is rendered again.
  test.skipIf(!has('helm'))('is rendered as pinned', () => {
    const rendered = execFileSync(
      'helm',
      [
        'template',
        'security',
        'deploy/helm/ensuresec',
        '--set',
        'ingress.host=security.shop.example,sourcesSecret=sources',
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(rendered).toBe(text(RENDERED));
  });

  test('names no value that it has not, and pins one writer without rights', () => {
    const values = load(text('deploy/helm/ensuresec/values.yaml')) as Record<string, unknown>;
    const templates = ['server', 'network']
      .map((name) => text(`deploy/helm/ensuresec/templates/${name}.yaml`))
      .join('\n');
    const named = [...templates.matchAll(/\.Values\.([\w.]+)/g)].map(([, name = '']) => name);
    const missing = named.filter(
      (name) =>
        name
          .split('.')
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values) ===
        undefined,
    );
    expect([named.length > 5, missing]).toEqual([true, []]);
    const documents = loadAll(text(RENDERED)) as Record<string, Record<string, unknown>>[];
    const server = documents.find(({ kind }) => (kind as unknown) === 'StatefulSet')?.['spec'];
    expect(server).toMatchObject({
      replicas: 1,
      template: {
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              image: `ensuresec:${VERSION}`,
              securityContext: {
                readOnlyRootFilesystem: true,
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    });
  });

  test('is reached through the ingress alone, as our own importer reads it', async () => {
    const { code, stdout } = await ensuresec(['import', RENDERED, '--out', '-'], { cwd: ROOT });
    expect(code).toBe(0);
    for (const fact of ['hardened-container', 'no-token-mount', 'network-policy/default/ingress'])
      expect(stdout).toContain(fact);
    expect(stdout).toMatch(/from: \[cluster\/ingress\]/);
  });
});

describe('action.yml', () => {
  interface Step {
    readonly run: string;
    readonly env?: Readonly<Record<string, string>>;
  }
  const action = load(text('action.yml')) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: readonly Step[] };
  };
  const step = action.runs.steps.at(-1) as Step;

  test('puts no input into the text of a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });

  test.skipIf(!existsSync(path.join(ROOT, 'dist')) || !has('bash')).each([
    ['fails on an attack', { MODEL: 'examples/demo-shop', FAIL_ON: 'critical' }, 1],
    ['passes when findings do not count', { MODEL: 'examples/demo-shop', FAIL_ON: 'never' }, 0],
    ['says what is no model', { MODEL: 'package.json', FAIL_ON: 'high' }, 3],
  ])('%s', (_, env, code) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-action-'));
    try {
      const output = path.join(folder, 'output');
      const all = {
        ...process.env,
        ...env,
        ACTION: ROOT,
        ALLOW_UNKNOWN: 'false',
        SARIF: path.join(folder, 'a.sarif'),
        GITHUB_OUTPUT: output,
      };
      const { status } = spawnSync('bash', ['-e', '-c', step.run], { cwd: ROOT, env: all });
      expect([status, readFileSync(output, 'utf8')]).toEqual([code, `exit-code=${code}\n`]);
      expect(existsSync(path.join(folder, 'a.sarif'))).toBe(code !== 3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('deploy/sbom.cdx.json', () => {
  interface Component {
    readonly name: string;
    readonly 'bom-ref': string;
    readonly purl: string;
    readonly hashes?: readonly { readonly content: string }[];
    readonly licenses?: readonly unknown[];
  }
  const bom = JSON.parse(text('deploy/sbom.cdx.json')) as {
    components: readonly Component[];
    dependencies: readonly { ref: string; dependsOn: readonly string[] }[];
  };

  test('names each dependency, with a hash and a licence, and none twice', () => {
    const { dependencies } = JSON.parse(text('package.json')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const names = new Set(bom.components.map(({ name }) => name));
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(bom.components.map((each) => each['bom-ref'])).size).toBe(bom.components.length);
    for (const { hashes, licenses } of bom.components)
      expect([hashes?.[0]?.content.length, licenses?.length]).toEqual([128, 1]);
  });

  test('says what needs what, and nothing that is not there', () => {
    const refs = new Set(bom.components.map((each) => each['bom-ref']));
    const [own, ...others] = bom.dependencies;
    expect(own?.dependsOn.length).toBeGreaterThan(10);
    expect(others.map(({ ref }) => ref)).toEqual([...refs]);
    for (const { dependsOn } of bom.dependencies)
      expect(dependsOn.filter((ref) => !refs.has(ref))).toEqual([]);
    // Whatever is shipped is needed by something.
    const needed = new Set(bom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...refs].filter((ref) => !needed.has(ref))).toEqual([]);
  });
});
