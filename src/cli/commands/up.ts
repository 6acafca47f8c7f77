// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSources, type Server, type Source, startServer } from '../../server/index.ts';
import { type Call, type CommandSpec, PACK_OPTION } from '../command.ts';
import { ownRules, readRules } from '../detect/rules.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, readBytes, requirePack, tell } from '../input.ts';

const SOURCES_FILE = 'sources.yaml';

export const up: CommandSpec = {
  name: 'up',
  summary: 'Take events in, keep them, and detect, until it is stopped',
  operands: [],
  examples: ['ensuresec up', 'ensuresec up --data /var/lib/ensuresec --port 8080 --rules sigma/rules'],
  options: [
    {
      flags: '--data <folder>',
      text: 'Where events and alerts are kept; made when it is not there',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--host <address>', text: 'Address to listen on', preset: '127.0.0.1' },
    { flags: '--port <number>', text: 'Port to listen on; 0 takes a free one', preset: '7400' },
    {
      flags: '--sources <file>',
      text: 'Where events come from (default: sources.yaml in the data folder, when there is one)',
      completes: 'file',
    },
    {
      flags: '--rules <path>',
      text: 'File or folder of Sigma rules instead of the detections of the pack (repeatable)',
      repeat: true,
      completes: 'folder',
    },
    {
      flags: '--cert <file>',
      text: 'Certificate for TLS, PEM, with those of its issuers',
      completes: 'file',
    },
    { flags: '--key <file>', text: 'Key of the certificate, PEM', completes: 'file' },
    { flags: '--behind-proxy', text: 'A proxy in front speaks TLS; every source needs its token' },
    { flags: '--keep <days>', text: 'Days that events are kept', preset: '90' },
    { flags: '--replay', text: 'First read again what could not be read before' },
    PACK_OPTION,
  ],
  run: async (call) => {
    const data = resolve(call.io.cwd, call.options.text('data') ?? '');
    const stopped = call.io.untilStopped();
    const server = await start(call, data);
    sayStarted(call, server, data);
    await stopped;
    call.say('Stopping: storing what came …');
    await server.stop();
    call.say('Stopped; everything acknowledged is on disk');
    return EXIT.secure;
  },
};

async function start(call: Call, data: string): Promise<Server> {
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const paths = call.options.list('rules');
  const { rules, policies } =
    paths.length === 0
      ? ownRules(call, pack)
      : { rules: readRules(call, paths, call.options.list('pipeline')), policies: [] };
  const tls = tlsOf(call);
  call.progress.end();
  try {
    return await startServer({
      data,
      host: call.options.text('host') ?? '127.0.0.1',
      port: numberOf(call, 'port', 65_535),
      behindProxy: call.options.flag('behind-proxy'),
      ...(tls === undefined ? {} : { tls }),
      sources: sourcesOf(call, data),
      watched: { pack, rules, policies },
      retentionDays: numberOf(call, 'keep', 36_500),
      replay: call.options.flag('replay'),
      now: call.io.clock,
      onAlert: ({ rule, at }) =>
        call.say(
          `${call.aside.yellow(`${rule.level}:`)} ${call.aside.safe(rule.title)}  ${call.aside.dim(call.aside.safe(`${at.file} #${at.line}`))}`,
        ),
      onNotice: (text) => call.say(call.aside.safe(text)),
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.runtime, error instanceof Error ? error.message : String(error));
  }
}

function sourcesOf(call: Call, data: string): readonly Source[] {
  const named = call.options.text('sources');
  const file = named ?? join(data, SOURCES_FILE);
  if (named === undefined && !existsSync(file)) return [];
  return tell(call, parseSources(readBytes(call, file), file), `the sources ${file}`);
}

function tlsOf(call: Call): { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined {
  const [cert, key] = [call.options.text('cert'), call.options.text('key')];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new Failure(EXIT.usage, 'TLS needs both --cert and --key');
  return { cert: readBytes(call, cert), key: readBytes(call, key) };
}

function numberOf(call: Call, name: string, most: number): number {
  const typed = call.options.text(name) ?? '';
  if (/^\d{1,5}$/.test(typed) && Number(typed) <= most) return Number(typed);
  throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --${name}: expected a number up to ${most}`);
}

function sayStarted(call: Call, { url, listening, replayed }: Server, data: string): void {
  const { aside } = call;
  if (replayed !== undefined)
    call.say(`Read again: ${replayed.mended} records are events now, ${replayed.left} still cannot be read`);
  call.say(`${aside.bold('Listening')} on ${url}`);
  call.say(`  events   POST ${url}/v1/events   (NDJSON, JSON, CloudEvents; 200 says: on disk)`);
  for (const { source, what } of listening) call.say(`  ${aside.safe(source.padEnd(8))} ${aside.safe(what)}`);
  call.say(`  health   GET ${url}/healthz · counters GET ${url}/metrics`);
  call.say(`  kept in  ${aside.safe(data)}`);
  call.say('Stop with Ctrl+C');
}
