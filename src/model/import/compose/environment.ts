// SPDX-License-Identifier: Apache-2.0
// Variables of a service: what is secret in them.
import { dirname, join, normalize } from 'node:path/posix';
import type { Source } from '../../schema.ts';
import { quoted } from '../../words.ts';
import { keepSecret, markWeak, type Secrets } from '../container/credential.ts';
import { addGaps, addWord } from '../container/draft.ts';
import type { Variable } from '../container/endpoint.ts';
import { credentialType, isOpenSetting, isSecretName, secretIn } from '../container/secret.ts';
import { entriesOf, get, scalarOf, sourceOf, type Tree } from '../container/tree.ts';
import { resolved, type ServiceContext } from './context.ts';
import { readEnvFile } from './env-file.ts';
import { keyed } from './merge.ts';

/** A variable and the line that sets it. */
export interface PlacedVariable extends Variable {
  readonly source: Source;
  /** The value stands in the file itself, perhaps as a default. */
  readonly literal: boolean;
  /** The text before variables were replaced. */
  readonly raw: string;
}

/** Reads `environment` and `env_file`; states secrets, weak passwords and disabled authentication. */
export function readEnvironment(service: ServiceContext, secrets: Secrets): readonly PlacedVariable[] {
  const variables = new Map<string, PlacedVariable>();
  for (const variable of [...fromFiles(service), ...fromSection(service)])
    variables.set(variable.key, variable);
  for (const variable of variables.values()) secretFacts(service, secrets, variable);
  mountedSecrets(service, secrets);
  return [...variables.values()];
}

function fromSection(service: ServiceContext): PlacedVariable[] {
  const tree = get(service.tree, 'environment');
  if (tree === undefined) return [];
  return entriesOf(keyed(tree), `\`environment\` of service ${quoted(service.name)}`, service).map(
    ([key, item]) => variableOf(service, key, item),
  );
}

/** `KEY=value`, or `KEY` alone, whose value comes from outside. */
function variableOf(service: ServiceContext, key: string, item: Tree): PlacedVariable {
  const { values } = service.project;
  const source = sourceOf(item);
  if (item.value === null) {
    const value = values.get(key);
    return { key, source, literal: false, raw: `\${${key}}`, ...(value === undefined ? {} : { value }) };
  }
  const result = resolved(service, item, `variable ${quoted(key)}`);
  const literal = result !== undefined && !result.used.some((name) => values.has(name));
  return {
    key,
    source,
    literal,
    raw: scalarOf(item) ?? '',
    ...(result === undefined ? {} : { value: result.text }),
  };
}

function fromFiles(service: ServiceContext): PlacedVariable[] {
  const tree = get(service.tree, 'env_file');
  if (tree === undefined) return [];
  return (tree.items ?? [tree]).flatMap((item) => {
    const path = scalarOf(item.entries === undefined ? item : get(item, 'path')) ?? '';
    const file = normalize(join(dirname(item.at().file), path));
    const input = service.project.envFiles.get(file);
    if (input === undefined) {
      addGaps(
        service.draft,
        service.asset.id,
        ['credentials', 'flows'],
        `The file of variables ${quoted(path)} of ${service.name} is not among the inputs`,
        sourceOf(item),
      );
      return [];
    }
    return [...readEnvFile(input, service.project.values, service)].map(
      ([key, { value, line }]): PlacedVariable => {
        return {
          key,
          value,
          literal: true,
          raw: value,
          source: { file: input.file, line, column: 1, how: 'declared', confidence: 1 },
        };
      },
    );
  });
}

function secretFacts(service: ServiceContext, secrets: Secrets, variable: PlacedVariable): void {
  const { draft, asset } = service;
  const { key, value, source } = variable;
  if (value !== undefined && isOpenSetting(key, value))
    addWord(asset, 'properties', 'no-authentication', source);
  const found = value === undefined ? undefined : secretIn(key, value);
  if (found === undefined) {
    // The secret is not here, but the container gets it all the same.
    const isUnknown = isSecretName(key) && (value === undefined || value.includes('${'));
    if (isUnknown)
      keepSecret(draft, secrets, asset, key, `variable ${variable.raw}`, credentialType(key), source);
    return;
  }
  const credential = keepSecret(draft, secrets, asset, key, `value ${found.value}`, found.type, source);
  if (variable.literal) addWord(asset, 'properties', 'literal-secret', source);
  if (found.weak) markWeak(asset, key, credential, source);
}

/** `secrets:` of a service, kept by the daemon and mounted as files. */
function mountedSecrets(service: ServiceContext, secrets: Secrets): void {
  for (const item of get(service.tree, 'secrets')?.items ?? []) {
    const name = scalarOf(item.entries === undefined ? item : get(item, 'source')) ?? '';
    if (name === '') continue;
    keepSecret(
      service.draft,
      secrets,
      service.asset,
      name,
      `secret ${name}`,
      credentialType(name.replaceAll('-', '_')),
      sourceOf(item),
    );
  }
}
