// SPDX-License-Identifier: Apache-2.0
// From files to one project: overrides, includes, extensions, variables.
import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Documents } from '../../document/index.ts';
import { quoted } from '../../words.ts';
import { readLenient } from '../container/lenient.ts';
import {
  entriesOf,
  get,
  itemsOf,
  type Reporter,
  report,
  sectionTree,
  type Tree,
  textOf,
  treeOf,
  wrongType,
} from '../container/tree.ts';
import type { ImportInput } from '../importer.ts';
import { isEnvFile, readEnvFile } from './env-file.ts';
import { mergeTrees } from './merge.ts';
import { interpolate } from './variables.ts';

/** The files of one project as one tree, before interpolation. */
export interface Project extends Reporter {
  readonly tree: Tree;
  /** Variables of the `.env` files. */
  readonly values: ReadonlyMap<string, string>;
  /** Files of variables by path, to look up `env_file`. */
  readonly envFiles: ReadonlyMap<string, ImportInput>;
  /** What could not be followed: an include or extension of a file that is not here. */
  readonly missing: readonly Missing[];
}

/** A reference to something that is not among the files. */
export interface Missing {
  /** Absent: the whole project. */
  readonly service?: string;
  readonly text: string;
  readonly at: Tree;
}

/** Real projects extend once or twice. */
const MAX_EXTENDS = 32;

type Mutable = Project & { readonly missing: Missing[]; readonly files: Map<string, Tree> };

/** Reads and merges all files. Files called `*override*` come last, the others in the order given. */
export function readProject(inputs: readonly ImportInput[], to: Reporter): Project | undefined {
  const envInputs = inputs.filter((input) => isEnvFile(input.file));
  const values = new Map<string, string>();
  for (const input of envInputs.filter((one) => basename(one.file) === '.env')) {
    for (const [name, { value }] of readEnvFile(input, values, to)) values.set(name, value);
  }
  const files = new Map<string, Tree>();
  for (const input of inString(inputs.filter((one) => !envInputs.includes(one)))) {
    const tree = readFile(input, to);
    if (tree !== undefined) files.set(normalize(input.file), tree);
  }
  const envFiles = new Map(envInputs.map((input) => [normalize(input.file), input]));
  const project: Mutable = {
    ...to,
    values,
    envFiles,
    missing: [],
    files,
    tree: sectionTree(new Map(), () => ({ file: '', line: 1, column: 1 })),
  };
  let merged: Tree | undefined;
  for (const [file, tree] of files) {
    followIncludes(project, file, tree);
    merged = mergeTrees(merged, extended(project, file, tree));
  }
  return merged === undefined ? undefined : { ...project, tree: merged };
}

function inString(inputs: readonly ImportInput[]): readonly ImportInput[] {
  const isOverride = (input: ImportInput) => Number(basename(input.file).includes('override'));
  return [...inputs].sort((one, other) => isOverride(one) - isOverride(other));
}

function readFile(input: ImportInput, to: Reporter): Tree | undefined {
  const { value, problems } = readLenient(input);
  // `!reset` and `!override` are tags of the Compose Specification; the value under them is still read.
  to.problems.push(
    ...problems.map((problem) =>
      /`!(?:reset|override)`/.test(problem.message) ? { ...problem, severity: 'warning' as const } : problem,
    ),
  );
  return firstSection(value ?? [], input, to);
}

function firstSection(documents: Documents, input: ImportInput, to: Reporter): Tree | undefined {
  const [document, second] = documents;
  if (document === undefined || document.value === null) {
    if (documents.length > 0 || to.problems.every((problem) => problem.at.file !== input.file)) {
      report(to, 'error', 'EMPTY', 'The file holds no project: expected a section `services`', {
        file: input.file,
        line: 1,
        column: 1,
      });
    }
    return undefined;
  }
  if (second !== undefined)
    report(
      to,
      'warning',
      'SECOND_DOCUMENT',
      'Only the first document is read: expected one document a file',
      second.locate([]),
    );
  const tree = treeOf(document);
  if (tree.entries !== undefined) return tree;
  wrongType(tree, 'a Compose file', 'a section with `services`', to);
  return undefined;
}

/** Files that an include names are read when they are among the inputs; they are merged there. */
function followIncludes(project: Mutable, file: string, tree: Tree): void {
  for (const item of itemsOf(get(tree, 'include'), '`include`', project)) {
    const path = item.entries === undefined ? item : get(item, 'path');
    for (const one of path?.items ?? (path === undefined ? [] : [path])) {
      const path = textOf(one, 'a path of `include`', project);
      if (path !== undefined && !project.files.has(resolve(project, file, path)))
        project.missing.push({
          text: `The included file ${quoted(path)} is not among the inputs`,
          at: one,
        });
    }
  }
}

function resolve(project: Mutable, file: string, path: string): string {
  const result = interpolate(path, project.values);
  return normalize(join(dirname(file), 'bad' in result ? path : result.text));
}

/** The file with each `extends` replaced by what it stands for. */
function extended(project: Mutable, file: string, tree: Tree): Tree {
  const services = get(tree, 'services');
  if (services?.entries === undefined || tree.entries === undefined) return tree;
  const entries = [...services.entries].map(
    ([name, service]) => [name, withBase(project, file, name, service, name, [])] as const,
  );
  return sectionTree(
    new Map([...tree.entries, ['services', sectionTree(new Map(entries), services.at)]]),
    tree.at,
  );
}

function withBase(
  project: Mutable,
  file: string,
  name: string,
  service: Tree,
  root: string,
  seen: readonly string[],
): Tree {
  const reference = get(service, 'extends');
  if (reference === undefined || service.entries === undefined) return service;
  const own = sectionTree(new Map([...service.entries].filter(([key]) => key !== 'extends')), service.at);
  const base =
    textOf(reference.entries === undefined ? reference : get(reference, 'service'), '`extends`', project) ??
    '';
  const other = get(reference, 'file');
  const path = textOf(other, '`file` of `extends`', project);
  const from = path === undefined ? file : resolve(project, file, path);
  const key = `${from}#${base}`;
  if (seen.length >= MAX_EXTENDS || seen.includes(key) || key === `${file}#${name}`) {
    report(
      project,
      'error',
      'EXTENDS_ITSELF',
      `Service ${quoted(name)} extends itself through ${quoted(base)}, or through more than ${MAX_EXTENDS} others: expected a chain that ends`,
      reference.at(),
    );
    return own;
  }
  const found = get(project.files.get(from), 'services', base);
  if (found === undefined) {
    const where = path === undefined ? '' : ` of ${quoted(path)}`;
    project.missing.push({
      service: root,
      text: `The service ${quoted(base)}${where}, which ${quoted(name)} extends, is not among the inputs`,
      at: reference,
    });
    return own;
  }
  return mergeTrees(withBase(project, from, base, found, root, [...seen, key]), own);
}

/** Services of the project. A problem when there are none. */
export function servicesOf(project: Project): readonly (readonly [string, Tree])[] {
  const services = get(project.tree, 'services');
  if (services === undefined) {
    report(
      project,
      'error',
      'NO_SERVICES',
      'The project has no services: expected a section `services`',
      project.tree.at(),
    );
    return [];
  }
  return entriesOf(services, '`services`', project);
}
