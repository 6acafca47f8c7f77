// SPDX-License-Identifier: Apache-2.0
// Looks at pages in the packed Chromium, as `storefront check` does, several at a time.
import { resolve } from 'node:path';
import packed from '@sparticuz/chromium';
import { sha256 } from '../../src/core/digest.ts';
import type { PageCapture } from '../../src/core/ports/index.ts';
import { resolvePack } from '../../src/model/index.ts';
import {
  type ApprovedPage,
  approvePage,
  approveText,
  compilePages,
  judgePage,
  type PageFinding,
  type PageKnowledge,
} from '../../src/monitor/index.ts';
import { packReader, walkPage } from '../../src/platform/index.ts';
import type { Answers, Sites, Variant } from './pages.ts';
import type { Answer } from './site.ts';

let loaded: PageKnowledge | undefined;

export function pageKnowledge(): PageKnowledge {
  loaded ??= load();
  return loaded;
}

function load(): PageKnowledge {
  const { value } = resolvePack('e-commerce', packReader(resolve(import.meta.dirname, '../../packs')));
  const knowledge = value === undefined ? undefined : compilePages(value);
  if (knowledge === undefined) throw new Error('The pack does not load');
  return knowledge;
}

/** The checkout as the visitor `agent` gets it. */
export async function lookAs(sites: Sites, agent: string, knowledge: PageKnowledge): Promise<PageCapture> {
  return walkPage({
    url: `${sites.shop.origin}/checkout`,
    steps: [],
    executable: process.env['ENSURESEC_CHROMIUM'] ?? (await packed.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', `--user-agent=${agent}`],
    probeFor: (names) => knowledge.fieldOf(names)?.probe,
    timeoutMs: 90_000,
    probeOf: (word) => word,
  });
}

/** What the visitor `agent` gets. */
export function showTo(sites: Sites, agent: string, ...variants: readonly Variant[]): void {
  for (const name of Object.keys(sites) as (keyof Sites)[]) {
    const answers = variants.flatMap((variant) => Object.entries<Answers[string]>(variant[name] ?? {}));
    const whole = answers.map(([path, answer]): [string, Answer] => [
      path,
      typeof answer === 'string' ? { body: answer } : answer,
    ]);
    sites[name].variants.set(agent, new Map(whole));
  }
}

export function approveCapture(
  capture: PageCapture,
  knowledge: PageKnowledge,
  nextApp: string,
): ApprovedPage {
  const findings = judgePage(capture, undefined, knowledge, { day: '2027-01-31' });
  const page = approvePage('checkout', capture, sha256('capture'), undefined, findings, knowledge, {
    by: 'Ada',
    owner: 'Web team',
    reason: 'Takes payments',
    at: '2027-01-31T00:00:00.000Z',
    byShape: true,
    byAddress: (name) => name.endsWith('/container.js'),
  });
  const app = page.scripts.find(({ name }) => name.endsWith('/app.js'))?.name ?? '';
  return approveText(page, app, sha256(nextApp), { by: 'Ada', at: '2027-01-31T00:00:00.000Z' }) ?? page;
}

/** Runs tasks `most` at a time: a browser each, on few cores. */
export async function pool<T, R>(
  items: readonly T[],
  most: number,
  task: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await task(items[at] as T);
  };
  await Promise.all(Array.from({ length: most }, work));
  return results;
}

export function kindsOf(findings: readonly PageFinding[]): readonly string[] {
  return [...new Set(findings.map(({ kind }) => kind))].sort();
}
