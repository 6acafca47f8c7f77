// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXPORT_COLUMNS, exportLine } from '../../awareness/index.ts';
import { openLrsStore } from '../../platform/index.ts';
import { type LrsServer, startLrs } from '../../server/index.ts';
import { type Call, type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { runtimeFailure } from '../machine-error.ts';
import { forJsonLine } from '../render/escape.ts';
import { verbNamed } from '../verb.ts';

export const lrs: CommandSpec = {
  name: 'lrs',
  summary: 'Keep learning records: a store for xAPI 1.0.3 and 2.0',
  operands: [
    {
      name: '[verb]',
      text: 'serve (the default): until it is stopped; export: all statements as CSV, with --json as they are, one a line',
    },
  ],
  examples: [
    'ensuresec lrs',
    'ensuresec lrs serve --data /var/lib/ensuresec --port 7402',
    'ensuresec lrs export',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'Where the records are kept; made when it is not there',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--host <address>', text: 'serve: address to listen on', preset: '127.0.0.1' },
    { flags: '--port <number>', text: 'serve: port to listen on; 0 takes a free one', preset: '7402' },
    {
      flags: '--clients <file>',
      text: 'serve: who may read and write, a line key:secret each (default: lrs-clients.txt in the data folder, made with a first pair)',
      completes: 'file',
    },
    { flags: '--behind-proxy', text: 'serve: a proxy in front speaks TLS' },
    JSON_OPTION,
  ],
  run: (call) =>
    verbNamed('lrs', call.operands[0] ?? 'serve', [
      { name: 'serve', run: serve },
      { name: 'export', run: exportAll },
    ]).run(call),
};

async function serve(call: Call): Promise<number> {
  const stopped = call.io.untilStopped();
  const server = await start(call);
  const { aside } = call;
  call.say(`${aside.bold('Listening')} on ${server.url}`);
  const made = server.isNew ? 'made now, with a first pair' : 'a line key:secret each';
  call.say('  speaks   xAPI 1.0.3 and 2.0 (IEEE 9274.1.1)');
  call.say(`  clients  ${aside.safe(server.clients)} (${made})`);
  call.say('Stop with Ctrl+C');
  await stopped;
  await server.stop();
  call.say('Stopped; everything acknowledged is on disk');
  return EXIT.secure;
}

async function start(call: Call): Promise<LrsServer> {
  const [port = '', clients] = [call.options.text('port'), call.options.text('clients')];
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Failure(EXIT.usage, `Cannot use \`${port}\` as --port: expected a number up to 65535`);
  try {
    return await startLrs({
      data: dataFolder(call),
      host: call.options.text('host') ?? '127.0.0.1',
      port: Number(port),
      behindProxy: call.options.flag('behind-proxy'),
      ...(clients === undefined ? {} : { clients: resolve(call.io.cwd, clients) }),
      now: call.io.clock,
    });
  } catch (error) {
    throw runtimeFailure(error);
  }
}

function dataFolder(call: Call): string {
  return resolve(call.io.cwd, call.options.text('data') ?? '');
}

const PAGE = 500;

async function exportAll(call: Call): Promise<number> {
  const file = join(dataFolder(call), 'lrs.db');
  if (!existsSync(file))
    throw new Failure(
      EXIT.nothing,
      `No learning records are kept in ${dataFolder(call)}`,
      'Name another folder with --data',
    );
  const store = await openLrsStore(file);
  try {
    const asJson = call.options.flag('json');
    if (!asJson) call.io.stdout.write(`${EXPORT_COLUMNS.join(',')}\r\n`);
    const query = { relatedAgents: false, relatedActivities: false, ascending: true, limit: PAGE };
    for (let after: number | undefined = 0; after !== undefined; ) {
      const { statements, more } = store.find({ ...query, after });
      for (const { body } of statements) {
        const statement = JSON.parse(body) as Readonly<Record<string, unknown>>;
        call.io.stdout.write(asJson ? forJsonLine(statement) : `${exportLine(statement)}\r\n`);
      }
      after = more ? statements.at(-1)?.place : undefined;
    }
  } finally {
    store.close();
  }
  return EXIT.secure;
}
