// SPDX-License-Identifier: Apache-2.0
import type { Asset } from '../../schema.ts';
import { quoted } from '../../words.ts';
import type { Draft } from '../container/draft.ts';
import { type Reporter, report, type Tree, wrongType } from '../container/tree.ts';
import type { ImportContext } from '../importer.ts';
import type { Project } from './project.ts';
import { type Interpolated, interpolate } from './variables.ts';

/** What the readers of one service share. */
export interface ServiceContext extends Reporter {
  readonly project: Project;
  readonly draft: Draft;
  readonly context: ImportContext;
  readonly name: string;
  readonly tree: Tree;
  readonly asset: Asset;
}

/** A scalar with its variables replaced; a problem when an expression is malformed. */
export function resolved(
  service: ServiceContext,
  tree: Tree | undefined,
  what: string,
): Interpolated | undefined {
  if (tree === undefined || tree.value === null) return undefined;
  if (tree.entries !== undefined || tree.items !== undefined) {
    wrongType(tree, `${what} of service ${quoted(service.name)}`, 'text', service);
    return undefined;
  }
  // What stands in a variable may be part of a password.
  const isSecret = what.startsWith('variable');
  const result = interpolate(String(tree.value), service.project.values);
  if (!('bad' in result)) return result;
  report(
    service,
    'error',
    'BAD_VARIABLE',
    `Cannot read ${isSecret ? 'an expression' : `the expression ${quoted(result.bad)}`} in ${what} of service ${quoted(service.name)}: expected \`\${NAME}\` or \`$$\` for a dollar sign`,
    tree.at('value'),
  );
  return undefined;
}
