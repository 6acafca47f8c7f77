// SPDX-License-Identifier: Apache-2.0
// From the frontier of SECURE verdicts to what must stay so, with the events of the pack that would show that it does not.
import {
  EXPECTATIONS_SCHEMA,
  type Expectation,
  type ExpectationFile,
  type Model,
  type Pack,
} from '../../model/index.ts';
import type { FrontierEntry, Report, Verdict } from '../report.ts';
import { parseAtom } from '../rules/atom.ts';

interface Held {
  readonly entry: FrontierEntry;
  readonly verdicts: Verdict[];
}

/**
 * The controls that hold SECURE verdicts, and the absent facts that alone decide one where the pack knows an event that
 * shows them. Decisive ones first, then by how many verdicts lean on them.
 */
export function expectationsOf(report: Report, model: Model, pack: Pack): ExpectationFile {
  const held = new Map<string, Held>();
  for (const verdict of report.verdicts) {
    if (verdict.verdict !== 'SECURE') continue;
    for (const entry of verdict.frontier) {
      const known = held.get(entry.missing);
      if (known === undefined) held.set(entry.missing, { entry, verdicts: [verdict] });
      else {
        if (!known.verdicts.includes(verdict)) known.verdicts.push(verdict);
        if (entry.decisive && !known.entry.decisive) held.set(entry.missing, { ...known, entry });
      }
    }
  }
  const expectations = [...held.values()]
    .flatMap((one) => expectationOf(one, model, pack))
    .sort((a, b) => Number(b.decisive) - Number(a.decisive) || b.verdicts - a.verdicts);
  return { schema: EXPECTATIONS_SCHEMA, model: report.model, expectations };
}

function expectationOf({ entry, verdicts }: Held, model: Model, pack: Pack): readonly Expectation[] {
  const isControl = entry.kind === 'control';
  const atom = parseAtom(isControl ? entry.missing.replace(/^not /, '') : entry.missing);
  if (typeof atom === 'string') return [];
  const names = atom.terms.map((term) => (term.kind === 'constant' ? term.value : ''));
  // A barrier denies a zone, the second of its terms, to the first.
  const on = (atom.predicate === 'denied' ? names[1] : names[0]) ?? '';
  const element = elementOf(model, on);
  const watch = pack.contradictions.flatMap((each) => {
    const meant = isControl
      ? each.absent === undefined && (each.measures?.includes(names[1] ?? '') ?? true)
      : entry.decisive && each.absent?.includes(atom.predicate) === true;
    if (!meant || element === undefined || !each.of.includes(element.kind)) return [];
    const { event, key, where } = each;
    return [{ event, key, value: element.value, where, say: each.say['en'] ?? each.id }];
  });
  if (!isControl && watch.length === 0) return [];
  return [
    {
      id: `expectation/${isControl ? '' : 'absent/'}${atom.predicate}/${names.filter((name) => name !== '').join('/')}`,
      holds: isControl ? (entry.holds ?? entry.missing) : `no ${entry.missing}`,
      on,
      fact: entry.missing,
      decisive: entry.decisive,
      against: entry.text === '' ? entry.then : entry.text,
      verdicts: verdicts.length,
      attacks: [...new Set(verdicts.map(({ title }) => title))],
      watch,
    },
  ];
}

type Kind = Pack['contradictions'][number]['of'][number];

function elementOf(model: Model, id: string): { readonly kind: Kind; readonly value: string } | undefined {
  const flow = model.flows?.find((each) => each.id === id);
  if (flow !== undefined) return { kind: 'flow', value: flow.to };
  const lists: readonly (readonly [Kind, readonly { readonly id: string }[] | undefined])[] = [
    ['asset', model.assets],
    ['zone', model.zones],
    ['person', model.people],
    ['identity', model.identities],
    ['credential', model.credentials],
    ['supplier', model.suppliers],
  ];
  const [kind] = lists.find(([, list]) => list?.some((each) => each.id === id)) ?? [];
  return kind === undefined ? undefined : { kind, value: id };
}
