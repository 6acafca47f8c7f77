// SPDX-License-Identifier: Apache-2.0
import { hasErrors, type Parsed, type Problem } from '../../core/problem.ts';
import { isRecord, readDocuments } from '../document/index.ts';
import { loadPackOnce } from './load-once.ts';
import type { Pack, PackSource } from './pack.ts';

/** Gives the files of a pack by its id. */
export type ReadPackFiles = (id: string) => Parsed<readonly PackSource[]>;

/** Loads the pack `id` and, before it, every pack it uses; each is read once. */
export function resolvePack(id: string, read: ReadPackFiles): Parsed<Pack> {
  const problems: Problem[] = [];
  const loaded = new Map<string, Pack | undefined>();
  const value = resolve(id, { read, loaded, problems, chain: [] });
  return value === undefined || hasErrors(problems) ? { problems } : { value, problems };
}

interface Resolution {
  readonly read: ReadPackFiles;
  readonly loaded: Map<string, Pack | undefined>;
  readonly problems: Problem[];
  readonly chain: readonly string[];
}

function resolve(id: string, resolution: Resolution): Pack | undefined {
  const { read, loaded, problems, chain } = resolution;
  if (loaded.has(id)) return loaded.get(id);
  loaded.set(id, undefined);
  const files = read(id);
  problems.push(...files.problems);
  if (files.value === undefined) return undefined;
  const uses = usedPacks(files.value);
  for (const { name, at } of uses) {
    if (![...chain, id].includes(name)) continue;
    problems.push({
      code: 'PACK_CYCLE',
      severity: 'error',
      message: `The packs use each other in a loop: ${[...chain, id, name].join(' → ')}, expected no loop`,
      at,
    });
    return undefined;
  }
  const used = uses.map(({ name }) => resolve(name, { ...resolution, chain: [...chain, id] }));
  if (used.includes(undefined)) return undefined;
  const pack = loadPackOnce(files.value, used as Pack[]);
  problems.push(...pack.problems);
  if (pack.value !== undefined && pack.value.id !== id) {
    const at = { file: files.value.find(isManifest)?.path ?? id, line: 1, column: 1 };
    problems.push({
      code: 'PACK_BAD_ID',
      severity: 'error',
      message: `The pack in the folder \`${id}\` calls itself \`${pack.value.id}\`: expected the same name`,
      at,
    });
  }
  loaded.set(id, pack.value);
  return pack.value;
}

/** `uses` of the manifest, read before the manifest is checked; faults in it are reported by `loadPack`. */
function usedPacks(files: readonly PackSource[]): { readonly name: string; readonly at: Problem['at'] }[] {
  const manifest = files.find(isManifest);
  const document =
    manifest === undefined ? undefined : readDocuments(manifest.bytes, manifest.path).value?.[0];
  const uses = isRecord(document?.value) ? document.value['uses'] : undefined;
  if (document === undefined || !Array.isArray(uses)) return [];
  return uses.flatMap((name, index) =>
    typeof name === 'string' ? [{ name, at: document.locate(['uses', index]) }] : [],
  );
}

function isManifest({ path }: PackSource): boolean {
  return /(?:^|\/)pack\.yaml$/.test(path);
}
