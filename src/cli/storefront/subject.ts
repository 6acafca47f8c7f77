// SPDX-License-Identifier: Apache-2.0
import { type ApprovedPage, type Inventory, pageIdOf } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearHint } from '../near.ts';

/** A page to look at. */
export interface Subject {
  readonly id: string;
  readonly url: string;
  readonly approved: ApprovedPage | undefined;
  /** File of the steps that lead to it. */
  readonly steps: string | undefined;
}

/**
 * Pages by address or by id of the inventory; without operands all that are approved.
 *
 * @throws Failure 2 when an operand is neither, 4 when there is nothing to look at.
 */
export function subjectsOf(
  call: Call,
  { pages }: Inventory,
  operands: readonly string[],
): readonly Subject[] {
  const named = call.options.text('page');
  if (named !== undefined && operands.length !== 1)
    throw new Failure(EXIT.usage, '--page names one page: give one address with it');
  if (operands.length === 0 && pages.length === 0)
    throw new Failure(
      EXIT.nothing,
      'There is no page to look at',
      'ensuresec storefront check https://shop.example/checkout',
    );
  const steps = call.options.text('steps');
  if (operands.length === 0) return pages.map((page) => subject(page.id, page.url, page, steps));
  return operands.map((operand) => {
    const page = pages.find(({ id, url }) =>
      named === undefined ? id === operand || url === operand : id === named,
    );
    const url = page?.id === operand ? page.url : operand;
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new Failure(
        EXIT.usage,
        `There is no page \`${operand}\`: expected an address with http or https${pages.length === 0 ? '' : `, or one of ${pages.map(({ id }) => id).join(', ')}`}`,
        nearHint(
          operand,
          pages.map(({ id }) => id),
          operand.includes('.') ? `Did you mean \`https://${operand}\`?` : undefined,
        ),
      );
    return subject(page?.id ?? named ?? pageIdOf(url), url, page, steps);
  });
}

function subject(
  id: string,
  url: string,
  approved: ApprovedPage | undefined,
  steps: string | undefined,
): Subject {
  return { id, url, approved, steps: steps ?? approved?.steps };
}
