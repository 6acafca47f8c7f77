// SPDX-License-Identifier: Apache-2.0
// `vulnerabilities watch`: looks at the feeds again and again; a new advisory is tried in the live analysis at once, and
// a verdict that turns is an event.
import { createLive } from '../../analyse/index.ts';
import { counted, plural } from '../../core/counted.ts';
import { type AcceptedFlaw, type AdvisoryIndex, indexAdvisories } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { readSubject } from '../input.ts';
import { selectionOf } from '../selection.ts';
import { askedFor, tellProblems } from './asked.ts';
import { type Board, createBoard, type News } from './board.ts';
import type { FeedFolder, Reread } from './feed.ts';
import { type Finding, scanSoftware } from './finding.ts';
import { type Inventory, inventoryOf } from './inventory.ts';
import { readKnown, writeKnown } from './known-findings.ts';
import { newsText, turnEvent } from './news.ts';

const PRESET_SECONDS = 10;

interface Watch {
  readonly folder: FeedFolder;
  readonly inventory: Inventory;
  readonly board: Board;
  readonly exceptions: readonly AcceptedFlaw[];
  findings: readonly Finding[];
  /** Day for which exceptions were looked at. */
  day: string;
  told: number;
}

/** Until stopped; with --once, after one look. Exit code 1 when a verdict turned to INSECURE. @throws Failure 2, 3, 4 or 6. */
export async function watchFeeds(call: Call, named: readonly string[]): Promise<ExitCode> {
  const seconds = secondsOf(call);
  const { folder, feed, exceptions } = askedFor(call, 'watch');
  const subject = readSubject(call, named[0]);
  const inventory = inventoryOf(subject.loaded.model.assets ?? []);
  if (inventory.used.length === 0)
    throw new Failure(EXIT.nothing, 'Nothing to watch: no asset names software whose version can be read');
  call.progress.step('Deriving all that each attacker can do');
  const board = createBoard(createLive(selectionOf(call, subject, [])), inventory.used);
  call.progress.end();
  const day = call.io.today();
  const { findings } = scanSoftware(inventory, indexAdvisories(feed.advisories), {
    ...feed,
    exceptions,
    today: day,
  });
  const watch: Watch = { folder, inventory, board, exceptions, findings, day, told: 0 };
  let isWorse = start(call, watch);
  if (call.options.flag('once')) return isWorse ? EXIT.findings : EXIT.secure;
  const stopped = call.io.untilStopped().then(() => true);
  for (let isStopped = false; !isStopped; ) {
    isStopped = await pause(seconds, stopped);
    if (look(call, watch)) isWorse = true;
  }
  return isWorse ? EXIT.findings : EXIT.secure;
}

/** What was open when the last watch ended is no news, nor is anything where no such watch is remembered. */
function start(call: Call, watch: Watch): boolean {
  const known = readKnown(call);
  const { board, findings, inventory } = watch;
  const isUsed = ({ asset, purl }: Finding): boolean =>
    inventory.used.some((each) => each.asset.id === asset && each.purl === purl);
  board.replace(known?.filter(isUsed) ?? findings);
  call.say(
    `Watching ${counted(inventory.used.length, 'component')}: ${board.open.size} open ${plural(board.open.size, 'flaw')} known`,
  );
  const isWorse = update(call, watch);
  writeKnown(call, board);
  return isWorse;
}

/** Resolves with true when the process shall end. */
async function pause(seconds: number, stopped: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  const isStopped = await Promise.race([waited, stopped]);
  clearTimeout(timer);
  return isStopped;
}

/** True when a verdict turned to INSECURE. */
function look(call: Call, watch: Watch): boolean {
  const reread = watch.folder.reread();
  tellProblems(call, reread.problems);
  const today = call.io.today();
  if (reread.files === 0 && today === watch.day) return false;
  watch.findings = findingsAfter(watch, reread, today);
  watch.day = today;
  return update(call, watch);
}

/** Only advisories that changed are compared again, unless ratings or the day concern them all. */
function findingsAfter(watch: Watch, { ids, isRated }: Reread, today: string): readonly Finding[] {
  const { folder, inventory, exceptions } = watch;
  const isWhole = isRated || today !== watch.day;
  const feed = folder.current();
  const changed = [...ids].flatMap((id) => folder.advisory(id) ?? []);
  const index: AdvisoryIndex = indexAdvisories(isWhole ? feed.advisories : changed);
  const { findings } = scanSoftware(inventory, index, { ...feed, exceptions, today });
  if (isWhole) return findings;
  return [...watch.findings.filter(({ advisory }) => !ids.has(advisory)), ...findings];
}

function update(call: Call, watch: Watch): boolean {
  const started = call.io.now();
  const news = watch.board.replace(watch.findings);
  const milliseconds = call.io.now() - started;
  if (news.came.length + news.went.length === 0) return false;
  tellNews(call, watch, news, milliseconds);
  writeKnown(call, watch.board);
  return news.turns.some(({ change }) => change.after === 'INSECURE');
}

function tellNews(call: Call, watch: Watch, news: News, milliseconds: number): void {
  if (!call.options.flag('json')) call.io.stdout.write(newsText(news, milliseconds, call.style));
  else
    for (const turn of news.turns)
      call.io.stdout.write(turnEvent(turn, { time: call.io.clock(), number: watch.told++, milliseconds }));
}

function secondsOf(call: Call): number {
  const text = call.options.text('every') ?? String(PRESET_SECONDS);
  const seconds = Number(text);
  if (!(seconds >= 0.05 && seconds <= 86_400))
    throw new Failure(EXIT.usage, `Cannot look every \`${text}\`: expected seconds from 0.05 to 86400`);
  return seconds;
}
