// SPDX-License-Identifier: Apache-2.0
// A page as a browser receives it: opened, walked through, typed into, waited for. All within bounds of time and memory.
import { createHash } from 'node:crypto';
import type { BrowserContext, CDPSession, Page, Response } from 'playwright-core';
import type { PageCapture, PageStep, SeenField, SeenScript } from '../../core/ports/index.ts';
import { type DomLook, listenersOf, lookAtDom } from './dom.ts';
import { createLimits, FORWARD_BUDGET_MS, FORWARD_MS, type Limits, SETTLE_MS, STEP_MS } from './limits.ts';
import { type RequestRecorder, recordRequests } from './request-recorder.ts';
import { recordScripts, type ScriptRecorder } from './script-recorder.ts';
import { doStep } from './visitor.ts';

export interface WalkOptions {
  readonly url: string;
  readonly steps: readonly PageStep[];
  /** The browser, and what to start it with beside our own. */
  readonly executable: string;
  readonly args: readonly string[];
  /** What to type into a control of these names; undefined: leave it alone. */
  readonly probeFor: (names: readonly string[]) => string | undefined;
  /** For the whole look, from the start of the browser. */
  readonly timeoutMs: number;
  /** Ends it sooner. */
  readonly signal?: AbortSignal | undefined;
  /** The value that a step means by a word. */
  readonly probeOf: (word: string) => string;
}

/**
 * Opens the page in a browser of its own and looks at it.
 *
 * @throws Error with a message for people: no browser, no answer.
 */
export async function walkPage(options: WalkOptions): Promise<PageCapture> {
  const { chromium } = await import('playwright-core');
  const withoutSandbox = options.args.includes('--no-sandbox');
  const browser = await chromium
    .launch({
      executablePath: options.executable,
      args: [...options.args],
      chromiumSandbox: !withoutSandbox,
      timeout: STEP_MS,
    })
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new Error(`Cannot start the browser ${options.executable}: ${why}`, { cause: error });
    });
  const limits = createLimits();
  let isOver = false;
  // Closing kills the process: nothing that a page does can hold us longer.
  const alarm = setTimeout(() => {
    isOver = true;
    void browser.close();
  }, options.timeoutMs);
  const end = (): void => void browser.close();
  options.signal?.addEventListener('abort', end);
  try {
    options.signal?.throwIfAborted();
    const context = await browser.newContext({
      acceptDownloads: false,
      viewport: { width: 1280, height: 900 },
    });
    return await lookIn(context, options, limits);
  } catch (error) {
    if (!isOver) throw error;
    throw new Error(
      `Looking at ${options.url} took longer than ${options.timeoutMs / 1000} s and was ended`,
      { cause: error },
    );
  } finally {
    clearTimeout(alarm);
    options.signal?.removeEventListener('abort', end);
    await browser.close();
  }
}

interface Walk {
  readonly page: Page;
  readonly session: CDPSession;
  readonly scripts: ScriptRecorder;
  readonly requests: RequestRecorder;
  readonly limits: Limits;
  readonly workers: string[];
}

async function lookIn(context: BrowserContext, options: WalkOptions, limits: Limits): Promise<PageCapture> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await Promise.all([
    session.send('Page.enable'),
    session.send('DOM.enable'),
    session.send('Runtime.enable'),
  ]);
  const scripts = await recordScripts(session, limits, (id) => id === undefined || isOwn.has(id));
  const isOwn = new Set<string>();
  const requests = await recordRequests(context, page, session, scripts, limits);
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  context.on('serviceworker', (worker) => workers.push(worker.url()));
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  context.on('page', (other) => other !== page && void other.close().catch(() => undefined));
  const walk: Walk = { page, session, scripts, requests, limits, workers };
  const answered = mainAnswers(page);
  await open(page, options.url, limits);
  const looked = await visit(walk, options, isOwn);
  const answer = answered();
  return {
    asked: options.url,
    url: looked.url,
    by: 'browser',
    status: answer?.status() ?? 0,
    headers: (await answer?.allHeaders().catch(() => undefined)) ?? {},
    metaPolicies: looked.dom.metaPolicies,
    scripts: looked.scripts,
    targets: looked.dom.targets,
    fields: looked.fields,
    frames: looked.dom.frames,
    requests: await requests.requests(),
    limits: limits.list(),
  };
}

/** The last answer that became the page itself. */
function mainAnswers(page: Page): () => Response | undefined {
  let last: Response | undefined;
  page.on('response', (response) => {
    const isRedirection = response.status() >= 300 && response.status() < 400;
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame() && !isRedirection)
      last = response;
  });
  return () => last;
}

async function open(page: Page, url: string, limits: Limits): Promise<void> {
  try {
    const response = await page.goto(url, { timeout: STEP_MS, waitUntil: 'load' });
    if ((response?.status() ?? 0) >= 400) limits.meet(`The server answered ${response?.status()}`);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (!/Timeout/.test(why)) throw new Error(`Cannot open ${url}: ${why}`, { cause: error });
    limits.meet(`The page did not finish loading within ${STEP_MS / 1000} s`);
  }
}

interface Looked {
  readonly url: string;
  readonly dom: DomLook;
  readonly fields: readonly SeenField[];
  readonly scripts: readonly SeenScript[];
}

async function visit(walk: Walk, options: WalkOptions, isOwn: Set<string>): Promise<Looked> {
  let looked: Looked | undefined;
  await settle(walk.page);
  for (const step of options.steps) {
    if ('look' in step) {
      looked = await lookNow(walk, options, isOwn);
      continue;
    }
    try {
      await doStep(walk.page, step, options.probeOf);
    } catch (error) {
      walk.limits.meet(error instanceof Error ? error.message : String(error));
      break;
    }
    await settle(walk.page);
  }
  if (looked === undefined) return lookNow(walk, options, isOwn);
  await forward(walk);
  return looked;
}

async function lookNow(walk: Walk, { probeFor }: WalkOptions, isOwn: Set<string>): Promise<Looked> {
  const first = await lookAtDom(walk.session, await ownFrames(walk, isOwn), walk.limits);
  await typeProbes(walk, first, probeFor);
  await forward(walk);
  const dom = await lookAtDom(walk.session, await ownFrames(walk, isOwn), walk.limits);
  const scripts = await allScripts(walk, dom);
  const fields: SeenField[] = [];
  for (const control of dom.controls)
    fields.push({ ...control.field, listeners: await listenersOf(walk.session, control, walk.scripts) });
  return { url: walk.page.url(), dom, fields, scripts };
}

/** Into each field that takes a secret, key by key; nothing is sent by us. */
async function typeProbes(
  { page, session, limits }: Walk,
  dom: DomLook,
  probeFor: WalkOptions['probeFor'],
): Promise<void> {
  for (const { field, backendNodeId } of dom.controls) {
    const probe = field.hidden || field.type.startsWith('select') ? undefined : probeFor(field.names);
    if (probe === undefined) continue;
    try {
      await session.send('DOM.focus', { backendNodeId });
      await page.keyboard.type(probe);
      await page.keyboard.press('Tab');
    } catch {
      limits.meet('A field could not be typed into');
    }
  }
  await page.waitForTimeout(SETTLE_MS / 3);
}

/** Puts the clock of the page forward: what waits some minutes before it steals does it now. */
async function forward({ page, session }: Walk): Promise<void> {
  const isOver = new Promise<void>((resolve) =>
    session.once('Emulation.virtualTimeBudgetExpired', () => resolve()),
  );
  try {
    await session.send('Emulation.setVirtualTimePolicy', {
      policy: 'pauseIfNetworkFetchesPending',
      budget: FORWARD_MS,
    });
    await Promise.race([isOver, page.waitForTimeout(FORWARD_BUDGET_MS)]);
    await session.send('Emulation.setVirtualTimePolicy', { policy: 'advance' });
  } catch {
    // A browser without it: what waits longer than we do is not seen.
  }
  await page.waitForTimeout(SETTLE_MS / 3);
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly url: string; readonly securityOrigin: string };
  readonly childFrames?: readonly FrameTree[];
}

/** The page and what it wrote itself: frames of other origins belong to others. */
async function ownFrames({ session }: Walk, isOwn: Set<string>): Promise<readonly string[]> {
  const { frameTree } = (await session.send('Page.getFrameTree')) as { frameTree: FrameTree };
  const own = new URL(frameTree.frame.url).origin;
  const walkTree = ({ frame, childFrames }: FrameTree): readonly string[] => {
    const belongs =
      /^(?:about:|$)/.test(frame.url) || (URL.canParse(frame.url) && new URL(frame.url).origin === own);
    return belongs ? [frame.id, ...(childFrames ?? []).flatMap(walkTree)] : [];
  };
  const ids = walkTree(frameTree);
  for (const id of ids) isOwn.add(id);
  return ids;
}

async function allScripts(
  { scripts, workers, requests }: Walk,
  dom: DomLook,
): Promise<readonly SeenScript[]> {
  const ran = await scripts.scripts(dom.pinned);
  const loaded = ran.map((script) => {
    const by = script.loadedBy ?? (script.url === undefined ? undefined : requests.beganBy(script.url));
    return by === undefined ? script : { ...script, loadedBy: by };
  });
  const known = new Set(ran.map(({ sha256 }) => sha256));
  const handlers = dom.handlers
    .map(
      (text): SeenScript => ({ kind: 'handler', sha256: digest(text), bytes: Buffer.byteLength(text), text }),
    )
    .filter(({ sha256 }) => !known.has(sha256));
  const others = workers.map(
    (url): SeenScript => ({
      kind: 'worker',
      url: url.startsWith('blob:') ? 'blob:' : url,
      bytes: 0,
      text: '',
    }),
  );
  return unique([...loaded, ...handlers, ...others]);
}

/** A text that ran twice is one script. */
function unique(scripts: readonly SeenScript[]): readonly SeenScript[] {
  const found = new Map(
    scripts.map((script) => [`${script.kind} ${script.url ?? ''} ${script.sha256}`, script]),
  );
  return [...found.values()];
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
