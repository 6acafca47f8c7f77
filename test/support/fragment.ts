// SPDX-License-Identifier: Apache-2.0
import { type InputFact, inputFacts } from '../../src/analyse/index.ts';
import { loadModel, type Pack } from '../../src/model/index.ts';

/** Some sections of a model, as `hit` and `miss` of a rule write them. */
export type Fragment = Readonly<Record<string, unknown>>;

const TODAY = '2026-01-01';

/** The facts of a model that has only these sections. */
export function factsOf(fragment: Fragment, pack: Pack): readonly InputFact[] {
  const text = JSON.stringify({ ensuresec: 1, name: 'Fragment', pack: pack.id, ...fragment });
  const { value, problems } = loadModel(new TextEncoder().encode(text), 'fragment.json', pack);
  if (value === undefined) throw new TypeError(problems.map(({ message }) => message).join('; '));
  return inputFacts(value, pack, TODAY);
}
