// SPDX-License-Identifier: Apache-2.0
// Which flaws are open, and what each that comes or goes does to the verdicts. All places where a flaw could be are
// ground once at the start, so that a new one repairs the closed sets and never grounds them anew.
import type { LiveAnalysis, VerdictChange } from '../../analyse/index.ts';
import { type Finding, isOpen } from './finding.ts';
import type { UsedSoftware } from './inventory.ts';

export interface Turn {
  /** Flaws that are used and have the effect for which the verdict changed: all that came or went there at once. */
  readonly findings: readonly Finding[];
  readonly change: VerdictChange;
}

export interface News {
  readonly came: readonly Finding[];
  readonly went: readonly Finding[];
  readonly turns: readonly Turn[];
}

export interface Board {
  readonly open: ReadonlyMap<string, Finding>;
  /** Makes these the open flaws. */
  replace(findings: readonly Finding[]): News;
}

const ACCESSES = ['network', 'adjacent', 'local', 'physical', 'user'] as const;
const EFFECTS = ['code', 'read', 'write', 'denial'] as const;

/** A finding by what does not change with it. */
function keyOf({ advisory, asset, purl }: Finding): string {
  return JSON.stringify([advisory, asset, purl]);
}

export function createBoard(live: LiveAnalysis, used: readonly UsedSoftware[]): Board {
  const places = [...new Set(used.map(({ asset }) => asset.id))].flatMap((asset) =>
    ACCESSES.flatMap((access) => EFFECTS.map((effect) => factOf({ asset, access, effect }))),
  );
  live.apply({ add: places });
  live.apply({ remove: places });
  let open: ReadonlyMap<string, Finding> = new Map();
  return {
    get open() {
      return open;
    },
    replace(findings) {
      const next = new Map(findings.filter(isOpen).map((each) => [keyOf(each), each]));
      const came = [...next].flatMap(([key, each]) => (open.has(key) ? [] : [each]));
      const went = [...open].flatMap(([key, each]) => (next.has(key) ? [] : [each]));
      const [before, after] = [byPlace(open.values()), byPlace(next.values())];
      open = next;
      const turns = [
        ...changesOf(after, before, (fact) => live.apply({ add: [fact] })),
        ...changesOf(before, after, (fact) => live.apply({ remove: [fact] })),
      ];
      return { came, went, turns };
    },
  };
}

type Place = Pick<Finding, 'access' | 'effect'> & { readonly asset: string };

/** Not named by the advisory: a name that no rule instance knows would ground anew. */
function factOf({ asset, access, effect }: Place) {
  return { predicate: 'vulnerable', args: [asset, 'known-flaw', access, effect] };
}

function byPlace(findings: Iterable<Finding>): ReadonlyMap<string, Finding[]> {
  const places = new Map<string, Finding[]>();
  for (const each of findings) {
    const place = JSON.stringify(factOf(each).args);
    const list = places.get(place);
    if (list === undefined) places.set(place, [each]);
    else list.push(each);
  }
  return places;
}

/** One place after the other, so that each change is told with the flaw that makes it. */
function changesOf(
  there: ReadonlyMap<string, readonly Finding[]>,
  elsewhere: ReadonlyMap<string, readonly Finding[]>,
  apply: (fact: ReturnType<typeof factOf>) => readonly VerdictChange[],
): Turn[] {
  return [...there].flatMap(([place, findings]) => {
    const [first] = findings;
    if (first === undefined || elsewhere.has(place)) return [];
    return apply(factOf(first)).flatMap((change) =>
      change.before === change.after ? [] : [{ findings, change }],
    );
  });
}
