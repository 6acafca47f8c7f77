// SPDX-License-Identifier: Apache-2.0
// The proofs of an analysis as attack paths that alerts can be placed on.
import { type Analysis, analyse, type CompiledRules, type Verdict } from '../../analyse/index.ts';
import type { LoadedModel, Model, Pack } from '../../model/index.ts';
import type { AttackPath, AttackStep } from '../../monitor/index.ts';

/** A model with its pack and the rules of that. */
export interface Subject {
  readonly loaded: LoadedModel;
  readonly pack: Pack;
  readonly compiled: CompiledRules;
}

/** Different ways to one target that are watched. */
const MAX_WAYS = 6;
const MAX_PATHS = 3_000;

/**
 * Paths that the model has, and those it would have if every measure failed: an attack that gets through a measure is
 * the one that matters most.
 */
export function attackPaths(
  subject: Subject,
  today: string,
  onPhase: (phase: string) => void,
): readonly AttackPath[] {
  const real = analyse({ ...subject, today, onPhase });
  const bare = analyse({
    ...subject,
    loaded: { ...subject.loaded, model: bareModel(subject.loaded.model) },
    today,
    onPhase,
  });
  const ways = new Map<string, AttackPath[]>();
  for (const path of [real, bare].flatMap((analysis) => pathsOf(analysis, subject))) {
    const known = ways.get(`${path.attack} ${path.target}`) ?? [];
    ways.set(`${path.attack} ${path.target}`, known);
    if (known.length < MAX_WAYS && !known.some((other) => isSame(other, path)))
      known.push({ ...path, id: `${path.attack} ${path.target} ${known.length + 1}` });
  }
  return [...ways.values()].flat().slice(0, MAX_PATHS);
}

function isSame(left: AttackPath, right: AttackPath): boolean {
  return (
    left.steps.length === right.steps.length &&
    left.steps.every(({ text }, index) => text === right.steps[index]?.text)
  );
}

/** The model with no measure on anything. Barriers stay: they are what the ways lead around. */
function bareModel(model: Model): Model {
  const bare = <T extends { measures?: unknown }>(items: readonly T[] | undefined) =>
    (items ?? []).map(({ measures: _, ...item }) => item as T);
  return {
    ...model,
    zones: bare(model.zones),
    assets: bare(model.assets),
    people: bare(model.people),
    identities: bare(model.identities),
    credentials: bare(model.credentials),
    suppliers: bare(model.suppliers),
    flows: (model.flows ?? []).map(({ protections: _, ...flow }) => flow),
    measures: [],
  };
}

type Claim = Analysis['certificate']['verdicts'][number];

function pathsOf({ report, certificate }: Analysis, { pack, loaded }: Subject): readonly AttackPath[] {
  const ids = elementIds(loaded.model);
  const claims = new Map(certificate.verdicts.map((claim) => [nameOf(claim), claim]));
  return report.verdicts
    .filter(({ verdict, steps }) => verdict !== 'SECURE' && steps.length > 0)
    .toSorted((left, right) => left.days - right.days)
    .map((verdict) => pathOf(verdict, claims.get(nameOf(verdict)), pack, ids));
}

function nameOf({ attack, attacker, target }: Pick<Claim, 'attack' | 'attacker' | 'target'>): string {
  return `${attack} ${attacker} ${target}`;
}

function pathOf(
  verdict: Verdict,
  claim: Claim | undefined,
  pack: Pack,
  ids: ReadonlySet<string>,
): AttackPath {
  const { attack, title, target, severity, impact } = verdict;
  const threats = pack.attacks.find(({ id }) => id === attack)?.threats ?? [];
  const steps = verdict.steps
    .filter(({ techniques }) => techniques.length > 0)
    .map(({ rule, text, techniques }): AttackStep => {
      const atoms = (claim?.steps ?? []).filter((step) => step.rule === rule).map(({ then }) => then);
      const of = pack.rules.find(({ id }) => id === rule)?.threats ?? [];
      return {
        text,
        techniques,
        threats: of,
        facts: atoms,
        elements: atoms.flatMap((atom) => elementsIn(atom, ids)),
      };
    });
  const goal = { text: impact, elements: [target], techniques: [], threats };
  return { id: '', attack, title, target, severity, threats, steps: [...steps, goal] };
}

/** Elements of the model that an atom names: `controls(web)`. */
export function elementsIn(atom: string, ids: ReadonlySet<string>): readonly string[] {
  const inside = atom.slice(atom.indexOf('(') + 1, -1);
  return inside
    .split(',')
    .map((term) => term.trim().replace(/^'(.*)'$/, '$1'))
    .filter((term) => ids.has(term));
}

function elementIds(model: Model): ReadonlySet<string> {
  const { zones, assets, people, identities, suppliers } = model;
  return new Set(
    [zones, assets, people, identities, suppliers].flatMap((list) => (list ?? []).map(({ id }) => id)),
  );
}
