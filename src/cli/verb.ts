// SPDX-License-Identifier: Apache-2.0
import { EXIT, Failure } from './exit.ts';
import { nearHint } from './near.ts';

/** The verb that a person typed after a command. @throws Failure 2 with all that there are. */
export function verbNamed<T extends { readonly name: string }>(
  command: string,
  name: string,
  verbs: readonly T[],
): T {
  const verb = verbs.find((each) => each.name === name);
  if (verb !== undefined) return verb;
  const names = verbs.map((each) => each.name);
  throw new Failure(
    EXIT.usage,
    `There is no \`${command} ${name}\`: expected ${names.join(', ')}`,
    nearHint(name, names),
  );
}
