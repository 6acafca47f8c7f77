// SPDX-License-Identifier: Apache-2.0
// What is at the other end of commands and outlives the process that calls it: services over HTTP, and programs. They count
// what takes place, and kill the caller before or after it when they are told to.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Services, each with a port of its own. */
const SERVICES = ['api', 'keyed', 'consumer', 'caldera', 'elastic'] as const;
type Service = (typeof SERVICES)[number];

/** What the other end has kept. */
export interface Kept {
  /** Each effect as often as it took place, in order. */
  effects: string[];
  /** Ids that services know, each with what they answered. */
  ids: Record<string, string>;
}

export interface Counterparts {
  readonly folder: string;
  readonly ports: Readonly<Record<Service, number>>;
  /** Where a caller is killed: `before deny x` or `after deny x`. */
  arm(deadly: string | undefined, kill: () => void): void;
  kept(): Kept;
  put(kept: Kept): void;
  /** A person does what is asked of them. */
  byHand(effect: string): void;
  /** Resolves once nothing of a caller that is dead is under way. */
  still(): Promise<void>;
  close(): void;
}

/** Real programs, by every name that playbooks start here. PPID is the caller. */
const PROGRAM = `#!/bin/bash
folder="\${0%/bin/*}"
name="\${0##*/}"
case "$name" in
  tool | set) effect="$name $*" ;;
  ssh) effect="ssh \${!#}" ;;
  pwsh) effect=pwsh ;;
  look)
    while read -r line; do [ "$line" = "tool probed" ] && exit 0; done < "$folder/effects"
    exit 1
    ;;
  *) echo '{}'; exit 0 ;;
esac
read -r deadly < "$folder/deadly"
[ "$deadly" = "before $effect" ] && { kill -KILL $PPID; exit 0; }
echo "$effect" >> "$folder/effects"
[ "$deadly" = "after $effect" ] && { kill -KILL $PPID; exit 0; }
[ "$1" = loop ] && echo "{\\"left\\": \\"$(($2 - 1))\\"}"
exit 0
`;
export const PROGRAMS = ['tool', 'set', 'look', 'ssh', 'pwsh', 'yara', 'kestrel', 'jupyter'] as const;

export async function startCounterparts(folder: string): Promise<Counterparts> {
  const files = programsIn(folder);
  const kept: Kept = { effects: [], ids: {} };
  let armed: { readonly deadly: string | undefined; readonly kill: () => void } | undefined;
  /** Answers what is to be said, or nothing when the caller is dead. */
  const happen = (effect: string, id: string, answer: string): string | undefined => {
    if (armed?.deadly === `before ${effect}`) return void armed.kill();
    kept.effects.push(effect);
    kept.ids[id] = answer;
    return armed?.deadly === `after ${effect}` ? void armed.kill() : answer;
  };
  const servers = await Promise.all(SERVICES.map((service) => serve(service, kept, happen)));
  return {
    folder,
    ports: Object.fromEntries(servers.map(({ service, port }) => [service, port])) as Record<Service, number>,
    arm: (deadly, kill) => {
      armed = { deadly, kill };
      writeFileSync(files.deadly, `${deadly ?? ''}\n`);
    },
    kept: () => structuredClone({ effects: [...kept.effects, ...linesIn(files.effects)], ids: kept.ids }),
    put: ({ effects, ids }) => {
      const isOfProgram = (each: string) => /^(?:tool|set|ssh|pwsh)\b/.test(each);
      kept.effects = effects.filter((each) => !isOfProgram(each));
      kept.ids = { ...ids };
      writeFileSync(
        files.effects,
        effects
          .filter(isOfProgram)
          .map((each) => `${each}\n`)
          .join(''),
      );
    },
    byHand: (effect) => kept.effects.push(effect),
    still: async () => {
      for (const { server } of servers) while ((await connections(server)) > 0) await soon();
    },
    close: () => {
      for (const { server } of servers) server.close();
    },
  };
}

function programsIn(folder: string) {
  const files = { deadly: path.join(folder, 'deadly'), effects: path.join(folder, 'effects') };
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  const program = path.join(folder, 'program');
  writeFileSync(program, PROGRAM);
  chmodSync(program, 0o755);
  for (const name of PROGRAMS) symlinkSync(program, path.join(folder, 'bin', name));
  writeFileSync(files.effects, '');
  writeFileSync(files.deadly, '\n');
  return files;
}

function linesIn(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}

function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

type Happen = (effect: string, id: string, answer: string) => string | undefined;
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly key: string;
}
type Answer = readonly [status: number, text: string | undefined];

/** Each request is answered in one go, so that nothing of it is half done. */
async function serve(service: Service, kept: Kept, happen: Happen) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const sent = { method, path: url, body, key: String(headers['idempotency-key']) };
      const [status, text] = ANSWERS[service](sent, kept, happen);
      if (text === undefined) request.socket.destroy();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { service, server, port: (server.address() as AddressInfo).port };
}

const ANSWERS: Readonly<Record<Service, (sent: Sent, kept: Kept, happen: Happen) => Answer>> = {
  // As many times as it is asked.
  api: (sent, _, happen) =>
    sent.path.includes('openc2') ? openc2(sent, happen) : [200, happen(named(sent), '', leftIn(sent.path))],
  keyed: (sent, { ids }, happen) => [200, ids[sent.key] ?? happen(named(sent), sent.key, '{}')],
  consumer: (sent, { ids }, happen) => {
    const { action, target } = commandIn(sent.body);
    return action === 'query'
      ? [Object.hasOwn(ids, target['command'] ?? '') ? 200 : 404, '{}']
      : openc2(sent, happen);
  },
  caldera,
  elastic: () => [200, '{"count": 1}'],
};

const named = ({ method, path: at }: Sent) => `${method} ${at}`;

/** Of `/loop/2` one is left. */
function leftIn(at: string): string {
  const [, left] = /^\/loop\/(\d+)$/.exec(at) ?? [];
  return left === undefined ? '{}' : JSON.stringify({ left: String(Number(left) - 1) });
}

interface Openc2Command {
  readonly action: string;
  readonly command_id: string;
  readonly target: Record<string, string>;
}

function commandIn(body: string): Openc2Command {
  return (JSON.parse(body) as { body: { openc2: { request: Openc2Command } } }).body.openc2.request;
}

function openc2({ body }: Sent, happen: Happen): Answer {
  const { command_id: id, target } = commandIn(body);
  return [200, happen(`deny ${target['domain_name']}`, id, '{}')];
}

const OPERATION = '{"state": "finished", "chain": [{"status": 0}]}';

/** REST API v2: an id that is there is refused. */
function caldera({ method, path: at, body }: Sent, { ids }: Kept, happen: Happen): Answer {
  const [kind = '', named] = at.split('/').slice(3);
  if (method === 'GET')
    return [Object.hasOwn(ids, `${kind} ${named}`) ? 200 : 404, ids[`${kind} ${named}`] ?? '{}'];
  const sent = JSON.parse(body) as { id?: string; adversary_id?: string; group?: string };
  const id = `${kind} ${sent.id ?? sent.adversary_id}`;
  if (Object.hasOwn(ids, id)) return [400, '{"error": "already exists"}'];
  return [200, happen(kind === 'operations' ? `operation ${sent.group}` : 'adversary', id, OPERATION)];
}

/** The files of the store, as a process that was killed left them. */
const STORE = ['runs.db', 'runs.db-wal', 'runs.db-shm', 'runs.db-journal'];

export function copyStore(from: string, to: string): void {
  for (const name of STORE)
    if (existsSync(path.join(from, name))) copyFileSync(path.join(from, name), path.join(to, name));
}
