// SPDX-License-Identifier: Apache-2.0
// `storefront due`: whether the schedule is kept, for whatever calls it every hour.
import { coverageOf } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { readApproved, readLog } from './data-folder.ts';
import { everyOf } from './period.ts';
import { subjectsOf } from './subject.ts';

/** Exit 1: a look is overdue. */
export function duePages(call: Call, operands: readonly string[]): number {
  const [everyMs, now, log] = [everyOf(call), call.io.clock(), readLog(call)];
  const pages = subjectsOf(call, readApproved(call), operands).map(({ id }) => {
    const { last, due } = coverageOf(log, id, everyMs, undefined, now);
    return {
      page: id,
      ...(last === undefined ? {} : { last: new Date(last).toISOString() }),
      due: new Date(due).toISOString(),
      // Never looked at is due at once.
      overdue: last === undefined || due < now,
    };
  });
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/page-schedule/1', pages })
      : pages
          .map(({ page, last, due, overdue }) => {
            const state = overdue ? style.red('overdue since') : style.green('due');
            return `${style.bold(style.safe(page))}  ${state} ${due}, last ${last ?? 'never'}\n`;
          })
          .join(''),
  );
  return pages.some(({ overdue }) => overdue) ? EXIT.findings : EXIT.secure;
}
