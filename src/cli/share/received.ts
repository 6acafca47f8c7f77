// SPDX-License-Identifier: Apache-2.0
// `share received`: what others handed in here.
import { existsSync } from 'node:fs';
import { counted } from '../../core/counted.ts';
import type { SharedStore } from '../../core/ports/index.ts';
import { RECEIVED, TLP } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { type StixThing, writeBundle } from './bundle-file.ts';
import { dataFolder, outOf } from './operands.ts';
import { sharedFile, withShared } from './shared-file.ts';

/** All that was handed in here, the newest version of each. */
export async function writeReceived(call: Call): Promise<number> {
  const out = outOf(call);
  if (!existsSync(sharedFile(call)))
    throw new Failure(
      EXIT.nothing,
      `Nothing was shared in ${dataFolder(call)}`,
      'Name another folder with --data',
    );
  const objects = await withShared(call, newestIn);
  writeBundle(call, out, objects);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/received/1', objects: objects.length })
      : `Wrote ${counted(objects.length, 'object')} to ${call.style.safe(out)}\n`,
  );
  return EXIT.secure;
}

function newestIn(store: SharedStore): readonly StixThing[] {
  const objects: StixThing[] = [];
  const all = {
    collection: RECEIVED,
    ceiling: TLP.indexOf('red'),
    versions: ['last'],
    // Nobody takes away what another has given, under the same id either.
    eachGiver: true,
    limit: 1000,
  } as const;
  for (let after = 0, more = true; more; ) {
    const found = store.find({ ...all, after });
    objects.push(...found.objects.map(({ body }) => JSON.parse(body) as StixThing));
    more = found.more;
    after = found.objects.at(-1)?.added ?? after;
  }
  return objects;
}
