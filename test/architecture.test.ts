// SPDX-License-Identifier: Apache-2.0
// The shape of the source: who may import whom, how large things are, and which words the engine does not know.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The table of ARCHITECTURE.md: a folder may import those named, through their index.ts, and nothing else. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  model: ['core'],
  analyse: ['model', 'core'],
  platform: ['core'],
  cascade: ['model', 'core'],
  evidence: ['core'],
  replay: ['cascade', 'model', 'core'],
  monitor: ['model', 'core'],
  traffic: ['model', 'core'],
  learn: ['analyse', 'monitor', 'model', 'core'],
  respond: ['cascade', 'evidence', 'model', 'core'],
  awareness: ['cascade', 'model', 'core'],
  server: [
    'core',
    'model',
    'analyse',
    'cascade',
    'replay',
    'evidence',
    'monitor',
    'platform',
    'traffic',
    'respond',
    'learn',
    'awareness',
  ],
  cli: [
    'core',
    'model',
    'analyse',
    'cascade',
    'replay',
    'evidence',
    'monitor',
    'platform',
    'respond',
    'traffic',
    'learn',
    'awareness',
    'server',
  ],
};

/** Words of one trade; the engine serves all of them. */
const DOMAIN_WORDS =
  /\b(shop|shops|cart|carts|checkout|parcel|parcels|courier|couriers|van|vans|locker|lockers|warehouse|warehouses|merchant|merchants|refund|refunds|basket|storefront|payment|payments|voucher|coupon)\b/i;
const ENGINE = [
  'src/core',
  'src/analyse',
  'src/cascade',
  'src/evidence',
  'src/monitor',
  'src/respond',
  'src/traffic',
  'src/learn',
  'src/replay',
];

const PURE = [
  'core',
  'model',
  'analyse',
  'cascade',
  'evidence',
  'monitor',
  'traffic',
  'learn',
  'awareness',
  'replay',
];
const IMPURE =
  /from 'node:(fs|net|http|https|child_process|worker_threads|os|timers|dns|tls)|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b/;

const MAX_LINES = 400;
const MEDIAN_LINES = 80;

const sources = walk('src').filter((file) => file.endsWith('.ts'));
const code = sources.filter((file) => !file.endsWith('.test.ts'));
const consoleFiles = walk('console/src').filter((file) => /\.(tsx?|css)$/.test(file));

describe('architecture', () => {
  test('every folder below src is in the table of arrows', () => {
    expect(readdirSync(path.join(ROOT, 'src')).sort()).toEqual(Object.keys(ARROWS).sort());
  });

  test('imports follow the arrows and enter a folder by its index.ts', () => {
    expect(code.flatMap(wrongImports)).toEqual([]);
  });

  test('core, model, analyse and monitor read no file, clock, environment or random source', () => {
    const impure = code
      .filter((file) => PURE.includes(folderOf(file)))
      .flatMap((file) => {
        const use = IMPURE.exec(read(file));
        return use === null ? [] : [`${file}: ${use[0]}`];
      });
    expect(impure).toEqual([]);
  });

  test('the engine names no word of a trade', () => {
    const named = sources
      .filter((file) => ENGINE.some((folder) => file.startsWith(folder)))
      .flatMap((file) => {
        const word = DOMAIN_WORDS.exec(read(file).replaceAll(/SPDX-License-Identifier.*/g, ''));
        return word === null ? [] : [`${file}: ${word[0]}`];
      });
    expect(named).toEqual([]);
  });

  test('no flag of V8 changes once there are threads: it would change in the middle of their work, and end the process', () => {
    const START = 'src/cli/main.ts';
    expect(code.filter((file) => file !== START && /setFlagsFromString/.test(read(file)))).toEqual([]);
  });

  test('no folder is called utils, common, shared or helpers', () => {
    expect(sources.filter((file) => /\/(utils?|common|shared|helpers?)\//.test(file))).toEqual([]);
  });

  test('files stay small', () => {
    const lines = code
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    expect(lines.filter((one) => one.lines > MAX_LINES)).toEqual([]);
    expect(lines[Math.floor(lines.length / 2)]?.lines).toBeLessThanOrEqual(MEDIAN_LINES);
  });

  test('every source file names the licence', () => {
    const others = ['test', 'bench', 'tools', 'packs'].flatMap(walk);
    const all = [...sources, ...others, ...consoleFiles].filter((file) =>
      /\.(tsx?|mjs|yaml|css)$/.test(file),
    );
    expect(
      all.filter((file) => !read(file).slice(0, 200).includes('SPDX-License-Identifier: Apache-2.0')),
    ).toEqual([]);
  });

  test('the checker is independent of the engine and at most 300 lines', () => {
    const files = code.filter((file) => file.startsWith('src/analyse/checker/'));
    const engine = /from '\.\.\/(ground|closure|path|frontier|verdict|certificate)\/|core\/datalog/;
    expect(files.filter((file) => engine.test(read(file)))).toEqual([]);
    expect(files.reduce((sum, file) => sum + read(file).trimEnd().split('\n').length, 0)).toBeLessThanOrEqual(
      300,
    );
  });

  test('the console sees the types of the API contract, and of the source only the drawing of a replay', () => {
    const foreign = consoleFiles.flatMap((file) =>
      [...read(file).matchAll(/^(import|export)( type)? [^;]*?from\s*'([^']*\/src\/[^']+)'/gm)]
        .filter(
          ([, , type, target]) =>
            !target?.endsWith('src/replay/index.ts') &&
            (type === undefined || !target?.endsWith('src/server/api/contract/index.ts')),
        )
        .map(([line]) => `${file}: ${line}`),
    );
    expect(foreign).toEqual([]);
    expect(consoleFiles.filter((file) => read(file).split('\n').length > MAX_LINES)).toEqual([]);
  });

  test('packs hold data and no code', () => {
    expect(walk('packs').filter((file) => !/\.(yaml|md)$/.test(file))).toEqual([]);
  });
});

function wrongImports(file: string): readonly string[] {
  const from = folderOf(file);
  return [...read(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].flatMap(([, target]) => {
    const to = path.relative(ROOT, path.resolve(ROOT, path.dirname(file), target as string));
    if (!to.startsWith('src/')) return [`${file} imports ${to}, which is not below src/`];
    const folder = folderOf(to);
    if (folder === from) return [];
    if (!ARROWS[from]?.includes(folder)) return [`${file} imports ${to}: no arrow from ${from} to ${folder}`];
    // core is a set of topics: each file, or the index of a folder in it, is a door of its own.
    const door =
      folder === 'core' ? /^src\/core\/(?:[\w-]+\.ts|[\w-]+\/index\.ts)$/ : /^src\/\w+\/index\.ts$/;
    return door.test(to) ? [] : [`${file} imports ${to}, expected the index.ts of ${folder}`];
  });
}

function folderOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

function walk(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    return statSync(path.join(ROOT, file)).isDirectory() ? walk(file) : [file];
  });
}
