// SPDX-License-Identifier: Apache-2.0

import { startTaxii, type TaxiiServer } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { runtimeFailure } from '../machine-error.ts';
import { dataFolder } from './operands.ts';

export async function serveTaxii(call: Call): Promise<number> {
  const stopped = call.io.untilStopped();
  const server = await start(call);
  const { aside } = call;
  call.say(`${aside.bold('Listening')} on ${server.url}`);
  call.say('  speaks   TAXII 2.1: the collections published and received');
  call.say(
    `  clients  ${aside.safe(server.clients)} (${server.isNew ? 'made now, with a first one' : 'a line key:secret MARKING [write] each'})`,
  );
  call.say('Stop with Ctrl+C');
  await stopped;
  await server.stop();
  call.say('Stopped; everything acknowledged is on disk');
  return EXIT.secure;
}

async function start(call: Call): Promise<TaxiiServer> {
  const port = call.options.text('port') ?? '';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Failure(EXIT.usage, `Cannot use \`${port}\` as --port: expected a number up to 65535`);
  try {
    return await startTaxii({
      data: dataFolder(call),
      host: call.options.text('host') ?? '127.0.0.1',
      port: Number(port),
      behindProxy: call.options.flag('behind-proxy'),
      title: call.options.text('title') ?? 'ENSURESEC',
      now: call.io.clock,
    });
  } catch (error) {
    throw runtimeFailure(error);
  }
}
