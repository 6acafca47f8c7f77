// SPDX-License-Identifier: Apache-2.0
import type { PageCapture } from '../../core/ports/index.ts';
import { readHtml, staticCapture } from '../../monitor/index.ts';
import { fetchText } from '../../platform/index.ts';
import { EXIT, Failure } from '../exit.ts';

const TIMEOUT_MS = 20_000;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const MAX_SCRIPT_BYTES = 4 * 1024 * 1024;
/** Scripts of one page that are fetched. */
const MAX_SCRIPTS = 300;
const AT_ONCE = 6;
/** For all scripts of a page together. */
const MAX_SCRIPTS_MS = 60_000;

/** The page as its HTML says: without a browser. @throws Failure 6 when it does not answer. */
export async function staticLook(address: string, signal?: AbortSignal): Promise<PageCapture> {
  const answer = await fetchText(address, {
    ...{ named: address, timeoutMs: TIMEOUT_MS, maxBytes: MAX_PAGE_BYTES, signal },
  }).catch((error) => {
    throw new Failure(EXIT.runtime, error instanceof Error ? error.message : String(error));
  });
  const page = readHtml(answer.text, answer.url);
  const limits = answer.cut ? [`The page is larger than ${MAX_PAGE_BYTES} bytes`] : [];
  if (answer.status >= 400) limits.push(`The server answered ${answer.status}`);
  const urls = [...new Set(page.scripts.flatMap(({ url }) => url ?? []))];
  if (urls.length > MAX_SCRIPTS)
    limits.push(`The page names ${urls.length} scripts; ${MAX_SCRIPTS} were fetched`);
  const { texts, failed } = await fetchAll(urls.slice(0, MAX_SCRIPTS), address, signal);
  const { url, status, headers } = answer;
  return staticCapture(address, { url, status, headers }, page, texts, [...limits, ...failed]);
}

async function fetchAll(
  urls: readonly string[],
  named: string,
  signal: AbortSignal | undefined,
): Promise<{ texts: Map<string, string>; failed: string[] }> {
  const texts = new Map<string, string>();
  const failed: string[] = [];
  const queue = [...urls];
  const end = performance.now() + MAX_SCRIPTS_MS;
  const work = async (): Promise<void> => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      const left = end - performance.now();
      if (left <= 0) {
        failed.push(`The scripts of the page did not come within ${MAX_SCRIPTS_MS} ms`);
        return;
      }
      try {
        const got = await fetchText(url, {
          named,
          timeoutMs: Math.min(TIMEOUT_MS, left),
          maxBytes: MAX_SCRIPT_BYTES,
          signal,
        });
        if (got.cut) failed.push(`The script ${url} is larger than ${MAX_SCRIPT_BYTES} bytes`);
        else if (got.status >= 400) failed.push(`The script ${url} answered ${got.status}`);
        else texts.set(url, got.text);
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { texts, failed: [...new Set(failed)] };
}
