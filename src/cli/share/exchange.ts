// SPDX-License-Identifier: Apache-2.0
// `share fetch`, `push` and `received`: objects from and to the TAXII servers of others, and what others handed in here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { callHttp, openSharedStore } from '../../platform/index.ts';
import {
  fetchObjects,
  handIn,
  RECEIVED,
  readStixObject,
  type TaxiiCall,
  TaxiiFault,
  type TaxiiTarget,
} from '../../respond/index.ts';
import { SHARED_FILE } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { readBundle, type StixThing, writeBundle } from './bundle-file.ts';
import { dataFolder, outOf } from './operands.ts';

const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_OBJECTS = 200_000;

export async function fetchCollection(call: Call, address: string): Promise<number> {
  const out = outOf(call);
  const target = targetOf(call, address);
  const objects: StixThing[] = [];
  await reach(async () => {
    for await (const page of fetchObjects(target, senderOf(call), call.options.text('since'))) {
      objects.push(...page);
      call.progress.step(`Fetching: ${objects.length} objects`);
      if (objects.length > MAX_OBJECTS)
        throw new TaxiiFault(`More than ${MAX_OBJECTS} objects: ask for less with --since`);
    }
  });
  call.progress.end();
  const unsound = objects.filter((each) => !('body' in readStixObject(each))).length;
  writeBundle(call, out, objects);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/fetched/1', objects: objects.length, unsound })
      : `Wrote ${objects.length} objects to ${call.style.safe(out)}${unsound === 0 ? '' : `; ${unsound} of them are not sound STIX 2.1`}\n`,
  );
  return EXIT.secure;
}

export async function pushBundle(call: Call, address: string, file: string | undefined): Promise<number> {
  if (file === undefined)
    throw new Failure(EXIT.usage, '`share push` takes the URL of a collection and FILE');
  const objects = readBundle(call, file);
  const { accepted, failures } = await reach(() => handIn(targetOf(call, address), senderOf(call), objects));
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/pushed/1', objects: objects.length, accepted, failures })
      : `${accepted} of ${objects.length} objects were taken\n${failures.map(({ id, message }) => `  ${style.safe(id)}: ${style.safe(message)}\n`).join('')}`,
  );
  return failures.length === 0 ? EXIT.secure : EXIT.findings;
}

/** All that was handed in here, the newest version of each. */
export async function writeReceived(call: Call): Promise<number> {
  const out = outOf(call);
  const file = join(dataFolder(call), SHARED_FILE);
  if (!existsSync(file))
    throw new Failure(
      EXIT.nothing,
      `Nothing was shared in ${dataFolder(call)}`,
      'Name another folder with --data',
    );
  const store = await openSharedStore(file);
  const objects: StixThing[] = [];
  try {
    const all = { collection: RECEIVED, ceiling: 4, versions: ['last'], limit: 1000 } as const;
    for (let after = 0, more = true; more; ) {
      const found = store.find({ ...all, after });
      objects.push(...found.objects.map(({ body }) => JSON.parse(body) as StixThing));
      more = found.more;
      after = found.objects.at(-1)?.added ?? after;
    }
  } finally {
    store.close();
  }
  writeBundle(call, out, objects);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/received/1', objects: objects.length })
      : `Wrote ${objects.length} objects to ${call.style.safe(out)}\n`,
  );
  return EXIT.secure;
}

/** @throws Failure 2. */
function targetOf(call: Call, address: string): TaxiiTarget {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${address}\`: expected the URL of a collection, such as https://host/root/collections/ID/`,
      'Key and secret go into ENSURESEC_TAXII, as key:secret',
    );
  const pair = call.io.env['ENSURESEC_TAXII'];
  if (pair !== undefined && url.protocol === 'http:' && !call.options.flag('private'))
    throw new Failure(EXIT.usage, 'The secret would travel in the open: use https, or --private inside');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return {
    collection: url,
    ...(pair === undefined ? {} : { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }),
  };
}

function senderOf(call: Call) {
  return ({ method, url, headers, body }: TaxiiCall) =>
    callHttp(
      {
        url,
        method,
        headers,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        isPrivate: call.options.flag('private'),
        maxBytes: MAX_ANSWER_BYTES,
      },
      (reason) => new Error(reason),
    );
}

/** @throws Failure 6 with what the other side, or the way to it, says. */
async function reach<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      EXIT.runtime,
      `Cannot exchange with the server: ${error instanceof Error ? error.message : String(error)}`,
      'Addresses inside of your network need --private',
    );
  }
}
