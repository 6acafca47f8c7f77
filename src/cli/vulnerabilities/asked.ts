// SPDX-License-Identifier: Apache-2.0
// What the verbs that compare take from the command line: feeds, and flaws to live with.
import type { Problem } from '../../core/problem.ts';
import { type AcceptedFlaw, readAcceptedFlaws } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, tell } from '../input.ts';
import { problemsText } from '../render/problems.ts';
import { type Feed, type FeedFolder, openFeed } from './feed.ts';

export interface Asked {
  readonly folder: FeedFolder;
  /** What is in the folder now. */
  readonly feed: Feed;
  readonly exceptions: readonly AcceptedFlaw[];
}

/** @throws Failure 2 without a folder, 4 without an advisory in it, 6 when it cannot be read. */
export function askedFor(call: Call, verb: string): Asked {
  const name = call.options.text('feed');
  if (name === undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot ${verb} without advisories: expected --feed <folder>`,
      `ensuresec vulnerabilities ${verb} ensuresec.yaml --feed feeds`,
    );
  call.progress.step(`Reading the feeds in ${name}`);
  const folder = openFeed(call.io.cwd, name);
  const { problems } = folder.reread();
  // What is not read is not found: an answer without it would be too good.
  const unread = problems.filter(({ code }) => code.startsWith('FILE_'));
  if (unread.length > 0)
    throw new Failure(EXIT.runtime, `Cannot read all of the folder ${name}`, undefined, unread);
  const feed = folder.current();
  if (feed.advisories.length === 0)
    throw new Failure(
      EXIT.nothing,
      `Nothing to compare with: ${name} holds no advisory in the OSV format`,
      'https://osv.dev publishes one archive for each ecosystem',
      problems,
    );
  tellProblems(call, problems);
  const accepted = call.options.text('exceptions');
  const exceptions =
    accepted === undefined
      ? []
      : tell(call, readAcceptedFlaws(readBytes(call, accepted), accepted), `the exceptions ${accepted}`);
  return { folder, feed, exceptions };
}

/** Feeds have flaws of their own; they are told and the rest counts. */
export function tellProblems(call: Call, problems: readonly Problem[]): void {
  if (problems.length > 0) call.say(problemsText(problems, call.aside).trimEnd());
}
