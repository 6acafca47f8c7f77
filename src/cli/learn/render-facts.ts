// SPDX-License-Identifier: Apache-2.0
import type { ObservedFacts } from '../../learn/index.ts';
import type { Call } from '../command.ts';

/** What history says of the model beside the facts that are offered. */
export function sayObserved(call: Call, { confirmed, spreads, unknown, days, facts }: ObservedFacts): void {
  const { safe } = call.aside;
  const undeclared = facts.filter(({ says }) => says === 'undeclared').length;
  call.say(
    `In ${days} ${days === 1 ? 'day' : 'days'}: ${confirmed} declared facts were seen, ${undeclared} undeclared ones; ${facts.length - undeclared} declared ones do not show or do not hold`,
  );
  for (const { title, unit, most, count, above, quantiles } of spreads)
    call.say(
      safe(
        `${title}: half within ${quantiles.half} ${unit}, 95 % within ${quantiles.p95} ${unit}, 99 % within ${quantiles.p99} ${unit}; ${above} of ${count} above ${most} ${unit}`,
      ),
    );
  if (unknown.length > 0)
    call.say(
      safe(
        `The model does not know ${unknown
          .slice(0, 5)
          .map(({ name, count }) => `${name} (${count})`)
          .join(', ')}${unknown.length > 5 ? ' …' : ''}`,
      ),
    );
}
