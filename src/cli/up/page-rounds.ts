// SPDX-License-Identifier: Apache-2.0
// The pages of an inventory as rounds of `ensuresec up`: looked at on schedule, into the folder that `storefront` has.
import type { ChainEvent, Pack } from '../../model/index.ts';
import { checkDigest, compilePages, missedEvent, pageEvents } from '../../monitor/index.ts';
import type { Round } from '../../server/index.ts';
import type { Call, Options } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { checkPage } from '../storefront/check.ts';
import { readApproved, readLog } from '../storefront/data-folder.ts';
import { everyOf } from '../storefront/period.ts';
import { type Subject, subjectsOf } from '../storefront/subject.ts';

/** Undefined without --storefront. @throws Failure 2, or 3 when the inventory cannot be read. */
export function pageRounds(call: Call, pack: Pack): (() => readonly Round[]) | undefined {
  const folder = call.options.text('storefront');
  if (folder === undefined) return undefined;
  const knowledge = compilePages(pack);
  if (knowledge === undefined) throw new Failure(EXIT.usage, `The pack ${pack.id} says nothing about pages`);
  const looking: Call = { ...call, operands: [], options: optionsFor(call.options, folder) };
  const everyMs = everyOf(looking);
  const roundOf = (subject: Subject): Round => ({
    id: `page/${subject.id}`,
    everyMs,
    done: () =>
      readLog(looking)
        .filter(({ page }) => page === subject.id)
        .map((check) => ({
          at: Date.parse(check.at),
          outcome: check.outcome,
          counts: check.outcome !== 'failed' && check.outcome !== 'incomplete',
          digest: checkDigest(check),
        })),
    run: async (): Promise<readonly ChainEvent[]> => {
      const { check, findings, capture } = await checkPage(looking, knowledge, subject);
      return capture === undefined ? [] : pageEvents({ id: subject.id }, findings, Date.parse(check.at));
    },
    missed: (due) => missedEvent({ id: subject.id }, due),
  });
  const rounds = () => subjectsOf(looking, readApproved(looking), []).map(roundOf);
  // What is wrong with the folder is told before anything starts.
  rounds();
  return rounds;
}

/** Options of `storefront check` by those of `up`. */
function optionsFor(options: Options, folder: string): Options {
  const own: Readonly<Record<string, string | undefined>> = {
    to: folder,
    every: options.text('storefront-every'),
    timeout: '90',
  };
  return {
    flag: (name) => options.flag(name),
    text: (name) => (name in own ? own[name] : SHARED.has(name) ? options.text(name) : undefined),
    list: (name) => options.list(name),
  };
}

const SHARED: ReadonlySet<string> = new Set(['browser']);
