// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { type CompiledRules, compileRules, deriveAll } from '../../src/analyse/index.ts';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { type Fragment, factsOf } from './fragment.ts';
import { SHOWING_SHOP } from './showing-shop.ts';

/** What a case changes in the shop: element id → keys that replace its own. */
type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Title, what is changed, who attacks, and what then follows or does not. */
export type Composition = readonly [string, Changes, string, string, boolean];

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs'))).value as Pack;
const compiled = compileRules(pack).value as CompiledRules;

/** All that an attacker of the pack comes to hold in the changed shop. */
export function heldInShop(changes: Changes, attacker: string): ReturnType<typeof deriveAll> {
  return deriveAll(compiled, factsOf(changed(SHOWING_SHOP, changes), pack), [
    `attacker(e-commerce/attacker/${attacker})`,
  ]);
}

function changed(model: Fragment, changes: Changes): Fragment {
  const change = (element: Readonly<Record<string, unknown>>) => ({
    ...element,
    ...changes[String(element['id'])],
  });
  return Object.fromEntries(
    Object.entries(model).map(([section, list]) => [
      section,
      (list as Readonly<Record<string, unknown>>[]).map(change),
    ]),
  );
}
