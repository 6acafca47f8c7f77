// SPDX-License-Identifier: Apache-2.0
// What a running server has told the person in front of it.
import type { News, SettledVerdict } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Log } from './log.ts';

export interface Told {
  readonly news: (news: News) => void;
  readonly verdict: (state: SettledVerdict) => void;
  /** Resolves when a verdict and an incident were told; rejects with Failure 3 when there can be no verdict. */
  readonly both: Promise<void>;
}

/** @throws Failure 2 for `--once` where there will be no verdict. */
export function createTold({ options }: Call, log: Log): Told {
  const isOnce = options.flag('once');
  if (isOnce && !options.flag('demo') && options.text('model') === undefined)
    throw new Failure(EXIT.usage, 'Cannot wait for a verdict without a model', 'Give --demo or --model');
  const waiting = new Set(['verdict', 'incident']);
  let end = { done: (): void => undefined, fail: (_: Failure): void => undefined };
  const both = new Promise<void>((done, fail) => {
    end = { done, fail };
  });
  // Who does not wait for both is not told of a failure twice.
  both.catch(() => undefined);
  const tell = (what: string): void => {
    waiting.delete(what);
    if (waiting.size === 0) end.done();
  };
  return {
    both,
    news: (news) => {
      log.news(news);
      if (news.kind === 'incident') tell('incident');
    },
    verdict: (state) => {
      if (state.state === 'failed') {
        if (!isOnce) log.verdict(state);
        return end.fail(new Failure(EXIT.invalid, `No verdict: ${state.why}`));
      }
      log.verdict(state);
      tell('verdict');
    },
  };
}
