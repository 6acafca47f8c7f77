// SPDX-License-Identifier: Apache-2.0
// `share fetch` and `push`: objects from and to the TAXII servers of others.
import { createHash } from 'node:crypto';
import { counted } from '../../core/counted.ts';
import { callHttp } from '../../platform/index.ts';
import {
  fetchObjects,
  handIn,
  mayLeave,
  readStixObject,
  type TaxiiCall,
  TaxiiFault,
  type TaxiiTarget,
  type Tlp,
  tlpOf,
} from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { actorOf } from '../evidence/operands.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { readBundle, type StixThing, writeBundle } from './bundle-file.ts';
import { ceilingOf, outOf } from './operands.ts';

const PUSHED = 'ensuresec/pushed/1';
const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Of one fetch: all of it is held at once, to be one bundle. */
const [MAX_OBJECTS, MAX_FETCHED_BYTES] = [200_000, 256 * 1024 * 1024];

export async function fetchCollection(call: Call, address: string): Promise<number> {
  const out = outOf(call);
  const target = targetOf(call, address);
  const objects: StixThing[] = [];
  await reach(async () => {
    const pages = fetchObjects(target, senderOf(call), {
      addedAfter: call.options.text('since'),
      maxObjects: MAX_OBJECTS,
      maxBytes: MAX_FETCHED_BYTES,
    });
    for await (const page of pages) {
      objects.push(...page);
      call.progress.step(`Fetching: ${counted(objects.length, 'object')}`);
    }
  });
  call.progress.end();
  const unsound = objects.filter((each) => !('body' in readStixObject(each))).length;
  writeBundle(call, out, objects);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/fetched/1', objects: objects.length, unsound })
      : `Wrote ${counted(objects.length, 'object')} to ${call.style.safe(out)}${unsound === 0 ? '' : `; ${unsound} of them ${unsound === 1 ? 'is' : 'are'} not sound STIX 2.1`}\n`,
  );
  return EXIT.secure;
}

/** All goes out, and is in the log before it is sent; or nothing does, where something is marked above `--tlp`. */
export async function pushBundle(call: Call, address: string, file: string | undefined): Promise<number> {
  if (file === undefined)
    throw new Failure(EXIT.usage, '`share push` takes the URL of a collection and FILE');
  const ceiling = ceilingOf(call);
  const target = targetOf(call, address);
  const objects = readBundle(call, file);
  const above = objects
    .map((each) => ({ id: String(each['id']), tlp: tlpOf(each) }))
    .filter(({ tlp }) => !mayLeave(tlp, ceiling));
  if (above.length > 0) return tellAbove(call, objects.length, ceiling, above);
  const entry = await recordPush(call, target.collection, ceiling, objects);
  const { accepted, failures } = await reach(() => handIn(target, senderOf(call), objects));
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: PUSHED, entry, objects: objects.length, accepted, failures })
      : `${accepted} of ${counted(objects.length, 'object')} ${accepted === 1 ? 'was' : 'were'} taken; recorded as entry ${entry}\n${failures.map(({ id, message }) => `  ${style.safe(id)}: ${style.safe(message)}\n`).join('')}`,
  );
  return failures.length === 0 ? EXIT.secure : EXIT.findings;
}

function tellAbove(
  { io, options, style }: Call,
  objects: number,
  ceiling: Tlp,
  above: readonly { readonly id: string; readonly tlp: Tlp }[],
): number {
  const lines = above.map(({ id, tlp }) => `  ${style.safe(id)} is TLP:${tlp.toUpperCase()}\n`);
  io.stdout.write(
    options.flag('json')
      ? forJson({ schema: PUSHED, objects, accepted: 0, failures: [], above })
      : `Nothing was sent: of ${counted(objects, 'object')} ${above.length} may not go as TLP:${ceiling.toUpperCase()}\n${lines.join('')}Without a marking, with one of parts or one that is not known here, an object counts as TLP:RED\n`,
  );
  return EXIT.findings;
}

/** @returns number of the entry, which is on disk. */
function recordPush(
  call: Call,
  { origin, pathname }: URL,
  ceiling: Tlp,
  objects: readonly StixThing[],
): Promise<number> {
  const sha256 = createHash('sha256').update(JSON.stringify(objects)).digest('hex');
  const body = { collection: `${origin}${pathname}`, ceiling, objects: objects.length, sha256 };
  return withLog(call, true, async (log) => {
    const receipt = await log.append([
      { actor: actorOf(call), kind: 'share.pushed', subject: body.collection, body },
    ]);
    return receipt.first;
  });
}

/** @throws Failure 2. */
function targetOf(call: Call, address: string): TaxiiTarget {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password !== '')
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

/** Who answers was reached: how it is to be called is no question any more. */
function hintFor(status: number | undefined): string | undefined {
  if (status === 401) return 'Put key and secret of this server into ENSURESEC_TAXII, as key:secret';
  if (status === 403) return 'The key in ENSURESEC_TAXII may not do this here: ask whoever runs the server';
  return status === 404
    ? 'Expected the URL of a collection, such as https://host/root/collections/ID/'
    : undefined;
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
      error instanceof TaxiiFault ? hintFor(error.status) : 'Addresses inside of your network need --private',
    );
  }
}
