// SPDX-License-Identifier: Apache-2.0
// What a running server says of itself: sentences for the person in front of it, or one JSON object a line for programs.
import pino from 'pino';
import type { Problem } from '../../core/problem.ts';
import type { News, Server, SettledVerdict } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { tellProblems } from '../detect/rules.ts';
import { newsLine } from '../render/news.ts';
import { verdictNews } from '../render/verdict-news.ts';

export interface Log {
  news(news: News): void;
  verdict(state: SettledVerdict): void;
  notice(text: string): void;
  problems(problems: readonly Problem[]): void;
  /** @param sentences What a person is told. */
  started(server: Server, data: string, sentences: () => void): void;
  ended(what: 'stopping' | 'stopped', text: string): void;
}

export function createLog(call: Call): Log {
  return call.options.text('log') === 'json' ? jsonLog(call) : textLog(call);
}

function textLog(call: Call): Log {
  const { say, aside } = call;
  return {
    news: (news) => say(newsLine(news, aside)),
    verdict: (state) => {
      if (state.state === 'failed') say(`No verdict: ${aside.safe(state.why)}`);
      else for (const line of verdictNews(state.report, aside)) say(line);
    },
    notice: (text) => say(aside.safe(text)),
    problems: (problems) => {
      call.progress.end();
      tellProblems(call, problems);
    },
    started: (_server, _data, sentences) => sentences(),
    ended: (_what, text) => say(text),
  };
}

/** Levels of findings as those of logs: what nobody need look at now is `info`. */
const LOUD = new Set(['critical', 'high']);

/** Lines of `docs/how-to/install-a-server.md`: `time`, `level`, `event`, `msg`, and what the event brings. */
function jsonLog({ io, say }: Call): Log {
  const log = pino(
    {
      base: null,
      timestamp: () => `,"time":"${new Date(io.clock()).toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line) => io.stdout.write(line) },
  );
  return {
    news: (news) => {
      if (news.kind === 'notice') return log.warn({ event: 'notice' }, news.text);
      const { kind, title, ...fields } = news;
      // The level of a line is that of the log, so that of the finding has another name.
      const { level: severity, ...rest } = fields;
      log[LOUD.has(severity) ? 'warn' : 'info']({ event: kind, severity, ...rest }, title);
    },
    verdict: (state) => {
      if (state.state === 'failed') return log.error({ event: 'verdict' }, state.why);
      const { insecure, unknown, secure } = state.report.counts;
      log[insecure > 0 ? 'warn' : 'info']({ event: 'verdict', insecure, unknown, secure });
    },
    notice: (text) => log.warn({ event: 'notice' }, text),
    problems: (problems) => {
      for (const { code, severity, message, at, hint } of problems)
        log[severity === 'error' ? 'error' : 'warn']({ event: 'problem', code, at, hint }, message);
    },
    started: ({ url, listening, setup, replayed }, data) => {
      const from = listening.map(({ source, what }) => ({ source, what }));
      log.info({
        event: 'started',
        url,
        data,
        listening: from,
        ...(replayed === undefined ? {} : { replayed }),
      });
      if (setup === undefined) return;
      // Whoever collects logs need not be who owns the server.
      log.info(
        { event: 'setup', until: new Date(setup.expiresAt).toISOString() },
        'The link for the first owner is on stderr',
      );
      say(`First owner: open ${setup.url}; it works once`);
    },
    ended: (event, text) => log.info({ event }, text),
  };
}
