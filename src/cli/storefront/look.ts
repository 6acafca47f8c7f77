// SPDX-License-Identifier: Apache-2.0
import type { PageCapture } from '../../core/ports/index.ts';
import { type PageKnowledge, readSteps } from '../../monitor/index.ts';
import { findBrowser, walkPage } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required } from '../input.ts';
import { staticLook } from './static-look.ts';
import type { Subject } from './subject.ts';

/**
 * The page as a browser received it, by the steps that lead to it. Without a browser, or with --static, as its HTML says.
 *
 * @throws Failure 2 when a browser is asked for and is not there, 3 when the steps are refused, 6 when the page cannot be seen.
 */
export async function look(
  call: Call,
  knowledge: PageKnowledge,
  { url, steps }: Subject,
  signal?: AbortSignal,
): Promise<PageCapture> {
  const executable = call.options.flag('static') ? undefined : browserOf(call);
  if (executable === undefined) {
    if (steps !== undefined && !call.options.flag('static'))
      throw new Failure(EXIT.usage, `The steps ${steps} need a browser, and there is none`, NO_BROWSER);
    if (!call.options.flag('static'))
      call.say(`There is no browser: the HTML is read, and what scripts do is not seen. ${NO_BROWSER}`);
    return staticLook(url, signal);
  }
  const read =
    steps === undefined ? [] : required(readSteps(readBytes(call, steps), steps), `the steps ${steps}`);
  const timeoutMs = 1000 * secondsOf(call);
  try {
    return await walkPage({
      url,
      steps: read,
      executable,
      args: browserArguments(call),
      timeoutMs,
      signal,
      probeFor: (names) => knowledge.fieldOf(names)?.probe,
      probeOf: (word) => knowledge.fields.find(({ id }) => id.endsWith(`/${word}`))?.probe ?? word,
    });
  } catch (error) {
    throw new Failure(EXIT.runtime, error instanceof Error ? error.message : String(error));
  }
}

const NO_BROWSER = 'Install Chromium or Chrome, or name one: --browser /path/to/chromium';

function browserOf(call: Call): string | undefined {
  const named = call.options.text('browser');
  const found = findBrowser(named, call.io.env);
  if (found === undefined && named !== undefined)
    throw new Failure(
      EXIT.usage,
      `There is no browser ${named}`,
      'Name an executable of Chromium, Chrome or Edge, or use --static',
    );
  return found;
}

/** Options of the browser itself, such as `--no-sandbox` in a container whose user is root. */
function browserArguments(call: Call): readonly string[] {
  const inherited = (call.io.env['ENSURESEC_CHROMIUM_ARGS'] ?? '').split(/\s+/).filter((each) => each !== '');
  return [...inherited, ...call.options.list('browser-arg')];
}

const MAX_SECONDS = 600;

function secondsOf(call: Call): number {
  const text = call.options.text('timeout') ?? '';
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new Failure(EXIT.usage, `--timeout is a number of seconds from 1 to ${MAX_SECONDS}, not ${text}`);
}
