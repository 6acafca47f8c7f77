// SPDX-License-Identifier: Apache-2.0
// What `up --demo` shows: the example shop, in a folder of its own that one command takes away.
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshDemo, removeDemo } from '../server/index.ts';
import { readTraffic, type Traffic } from '../traffic/index.ts';
import type { Call } from './command.ts';
import { EXIT, Failure } from './exit.ts';
import { builtInPacks, DEFAULT_PACK, readBytes, required, requirePack } from './input.ts';
import { machineError, runtimeFailure } from './machine-error.ts';

export interface DemoShop {
  /** File of the model, a copy that may be edited. */
  readonly model: string;
  readonly traffic: Traffic;
}

const EXAMPLE = join('examples', 'demo-shop');

/** A demo begins anew each time. @throws Failure 2 for a folder that holds something else, 3, 6. */
export function setUpDemo(call: Call, data: string): DemoShop {
  const example = resolve(builtInPacks(), '..', EXAMPLE);
  const file = join(example, 'traffic.yaml');
  const traffic = required(readTraffic(readBytes(call, file), file, requirePack(call, DEFAULT_PACK)), file);
  guarded(() => freshDemo(data));
  const model = join(data, 'ensuresec.yaml');
  copyFileSync(join(example, 'ensuresec.yaml'), model);
  return { model, traffic };
}

/** @throws Failure 2 for a folder that is none of a demo. */
export function takeDemoAway(call: Call, data: string): void {
  guarded(() => removeDemo(data));
  call.say(`There is no demo in ${call.aside.safe(data)} any more`);
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (machineError(error) !== undefined) throw runtimeFailure(error);
    throw new Failure(
      EXIT.usage,
      error instanceof Error ? error.message : String(error),
      'Name another folder with --data',
    );
  }
}
