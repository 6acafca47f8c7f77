// SPDX-License-Identifier: Apache-2.0
// `storefront approve`: what the page is becomes what it shall be, with owner, reason and person.
import { counted } from '../../core/counted.ts';
import { sha256 } from '../../core/digest.ts';
import {
  type ApprovedPage,
  approvePage,
  approveText,
  type Inventory,
  LEVELS,
  type PageKnowledge,
} from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { pageChecksText } from '../render/page-checks.ts';
import { checkPage } from './check.ts';
import type { CheckedPage } from './checked-page.ts';
import { readApproved, writeApproved } from './data-folder.ts';
import { type Subject, subjectsOf } from './subject.ts';

/** Signs of an attack that are not approved along with a page, unless the person says that they are known. */
const SIGNS: ReadonlySet<string> = new Set([
  'data-leaves',
  'look-alike',
  'obfuscated',
  'reads-and-sends',
  'unsafe-target',
  'incomplete',
]);

/** Exit 1: signs of an attack; nothing was approved. */
export async function approvePages(
  call: Call,
  knowledge: PageKnowledge,
  operands: readonly string[],
): Promise<number> {
  const decision = decisionOf(call);
  const inventory = readApproved(call);
  const subjects = subjectsOf(call, inventory, operands);
  const coming = call.options.text('text');
  if (coming !== undefined) return approveComing(call, inventory, subjects, coming);
  const checked: CheckedPage[] = [];
  for (const subject of subjects) {
    call.progress.step(`Looking at ${subject.url}`);
    checked.push(await checkPage(call, knowledge, subject));
  }
  call.progress.end();
  call.io.stdout.write(pageChecksText(checked, call.style));
  if (checked.some(({ capture }) => capture === undefined)) return EXIT.runtime;
  const signs = checked.flatMap(({ findings }) =>
    findings.filter(
      ({ kind, severity }) => SIGNS.has(kind) && LEVELS.indexOf(severity) >= LEVELS.indexOf('medium'),
    ),
  );
  if (signs.length > 0 && !call.options.flag('known')) {
    call.say(
      `Nothing was approved: ${counted(signs.length, 'finding')} look like an attack. If you know them: --known`,
    );
    return EXIT.findings;
  }
  const pages = checked.map((page) => approved(page, knowledge, decision));
  const ids = new Set(pages.map(({ id }) => id));
  writeApproved(call, {
    ...inventory,
    pages: [...inventory.pages.filter(({ id }) => !ids.has(id)), ...pages],
  });
  for (const { id, scripts } of pages)
    call.say(call.aside.safe(`Approved ${id}: ${counted(scripts.length, 'script')}, by ${decision.by}`));
  return EXIT.secure;
}

type Decision = Parameters<typeof approvePage>[6];

function decisionOf(call: Call): Decision {
  const missing = ['by', 'owner', 'reason'].filter((name) => (call.options.text(name) ?? '').trim() === '');
  const isComing = call.options.text('text') !== undefined;
  const needed = isComing ? missing.filter((name) => name === 'by') : missing;
  if (needed.length > 0)
    throw new Failure(
      EXIT.usage,
      `An approval says who and why: ${needed.map((name) => `--${name}`).join(', ')} ${needed.length === 1 ? 'is' : 'are'} missing`,
      'ensuresec storefront approve URL --by "Ada" --owner "Web team" --reason "Takes card payments"',
    );
  const review = call.options.text('review');
  if (review !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(review))
    throw new Failure(EXIT.usage, `--review is a day such as 2027-06-30, not ${review}`);
  const address = call.options.list('accept-address');
  return {
    by: call.options.text('by') ?? '',
    owner: call.options.text('owner') ?? '',
    reason: call.options.text('reason') ?? '',
    at: new Date(call.io.clock()).toISOString(),
    byShape: call.options.flag('accept-shape'),
    byAddress: (name) => address.some((each) => name.startsWith(each)),
    ...(review === undefined ? {} : { review }),
  };
}

function approved(
  { subject, check, findings, capture }: CheckedPage,
  knowledge: PageKnowledge,
  decision: Decision,
): ApprovedPage {
  if (capture === undefined || check.capture === undefined)
    throw new Failure(EXIT.runtime, `${subject.url} was not seen`);
  const page = approvePage(
    subject.id,
    capture,
    check.capture,
    subject.approved,
    findings,
    knowledge,
    decision,
  );
  return subject.steps === undefined ? page : { ...page, steps: subject.steps };
}

/** A release that is not on the page yet: the text of a file may stand at the address of a script. */
function approveComing(call: Call, inventory: Inventory, subjects: readonly Subject[], file: string): number {
  const name = call.options.text('script');
  const [subject, ...more] = subjects;
  if (name === undefined || subject?.approved === undefined || more.length > 0)
    throw new Failure(
      EXIT.usage,
      '--text approves the next text of one script of one approved page: --script names it',
      'ensuresec storefront approve checkout --by "Ada" --script https://shop.example/app.js --text dist/app.js',
    );
  const decision = decisionOf(call);
  const digest = sha256(readBytes(call, file));
  const next = approveText(subject.approved, name, digest, decision);
  if (next === undefined)
    throw new Failure(
      EXIT.usage,
      `The page ${subject.id} has no script \`${name}\``,
      `It has ${subject.approved.scripts.map((each) => each.name).join(', ')}`,
    );
  writeApproved(call, {
    ...inventory,
    pages: inventory.pages.map((page) => (page.id === subject.id ? next : page)),
  });
  call.say(
    call.aside.safe(`Approved ${digest.slice(0, 19)}… for ${name} on ${subject.id}, by ${decision.by}`),
  );
  return EXIT.secure;
}
