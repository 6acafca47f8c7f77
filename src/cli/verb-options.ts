// SPDX-License-Identifier: Apache-2.0
import type { Call, OptionSpec } from './command.ts';
import { EXIT, Failure } from './exit.ts';

/** Refuses options of a command that its verb does not know. @throws Failure 2. */
export function refuseForeign(
  call: Call,
  verb: string,
  options: readonly OptionSpec[],
  known: readonly string[],
): void {
  const foreign = options
    .filter(({ preset }) => preset === undefined)
    .map(({ flags }) => /--([\w-]+)/.exec(flags)?.[1] ?? '')
    .find((option) => !known.includes(option) && isGiven(call, option));
  if (foreign !== undefined) throw new Failure(EXIT.usage, `\`${verb}\` does not know --${foreign}`);
}

function isGiven({ options }: Call, option: string): boolean {
  return options.text(option) !== undefined || options.flag(option) || options.list(option).length > 0;
}
