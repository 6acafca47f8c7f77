// SPDX-License-Identifier: Apache-2.0
// `share received`: what others handed in here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSharedStore } from '../../platform/index.ts';
import { RECEIVED } from '../../respond/index.ts';
import { SHARED_FILE } from '../../server/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { type StixThing, writeBundle } from './bundle-file.ts';
import { dataFolder, outOf } from './operands.ts';

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
