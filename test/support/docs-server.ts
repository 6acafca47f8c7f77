// SPDX-License-Identifier: Apache-2.0
// What pages do with a server: start it beside, and ask it with curl. The port that pages name may be taken, so another one
// stands for it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ServerCommand, type ServerProcess, startProcess } from './server-process.ts';

export interface DocsServers {
  /** `bin/ensuresec up|lrs|share serve --data FOLDER … --port N &`; returns what it printed, with the port of the page. */
  start(command: string, cwd: string): Promise<string>;
  /** `curl …` with -H, -X and --data-binary; returns the body of the answer. */
  curl(command: string, cwd: string): Promise<string>;
  /** A command with the addresses at which the servers of the page listen in truth. */
  reach(command: string): string;
  stop(): Promise<void>;
}

export function createDocsServers(): DocsServers {
  const servers: ServerProcess[] = [];
  const ports = new Map<string, string>();
  return {
    start: async (command, cwd) => {
      const [, name = 'up', args = '', port = ''] =
        /^bin\/ensuresec (up|lrs|share serve) (.*?)--port (\d+) &$/.exec(command) ?? [];
      const [, data = '', rest = ''] = /--data (\S+)(.*)/.exec(args) ?? [];
      const server = await startProcess({
        data: path.join(cwd, data),
        command: name as ServerCommand,
        args: rest.split(' ').filter((word) => word !== ''),
        cwd,
      });
      servers.push(server);
      // What stands under a path is told with it.
      ports.set(`http://127.0.0.1:${port}`, new URL(server.url).origin);
      return server.said().replaceAll(new URL(server.url).origin, `http://127.0.0.1:${port}`);
    },
    curl: async (command, cwd) => {
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      );
      const valuesOf = (flag: string): readonly string[] =>
        words.flatMap((word, at) => (word === flag ? [words[at + 1] ?? ''] : []));
      const [data] = valuesOf('--data-binary');
      const headers = valuesOf('-H')
        .map((each) =>
          each.startsWith('@') ? readFileSync(path.join(cwd, each.slice(1)), 'utf8').trim() : each,
        )
        .map((each) => each.split(/: ?/, 2) as [string, string]);
      const body = data?.startsWith('@') ? readFileSync(path.join(cwd, data.slice(1))) : data;
      const answer = await fetch(addressOf(words.at(-1) ?? '', ports), {
        headers: Object.fromEntries(headers),
        method: valuesOf('-X')[0] ?? (body === undefined ? 'GET' : 'POST'),
        ...(body === undefined ? {} : { body: body as string }),
      });
      return `${await answer.text()}\n`;
    },
    reach: (command) =>
      [...ports].reduce((text, [shown, real]) => text.replaceAll(`${shown}/`, `${real}/`), command),
    stop: async () => {
      for (const server of servers.splice(0)) await server.stop();
    },
  };
}

function addressOf(url: string, ports: ReadonlyMap<string, string>): string {
  for (const [shown, real] of ports) if (url.startsWith(`${shown}/`)) return real + url.slice(shown.length);
  throw new Error(`No server of this page listens at ${url}`);
}
