// SPDX-License-Identifier: Apache-2.0
// Believe a verdict without believing the engine: nothing here imports the grounder, the closure or the proof search.
import { digestJson } from '../../core/digest.ts';
import { CERTIFICATE_SCHEMA, type Certificate, type VerdictClaim } from '../certificate-format.ts';
import { shapeFault } from '../certificate-shape.ts';
import { formatGround } from '../rules/atom.ts';
import { bind, readGround } from '../rules/substitution.ts';
import type { Subject } from '../subject.ts';
import { checkClosure, grantGaps, type Reached } from './closure.ts';
import { add, join, type Store } from './join.ts';
import { checkFrontier, checkProof } from './proof.ts';
import { Refusal, refuse } from './refusal.ts';

export type Rule = Subject['rules'] extends ReadonlyMap<string, infer R> ? R : never;

export interface CheckResult {
  readonly accepted: boolean;
  /** The first of each claim; `pointer` is a JSON pointer (RFC 6901) into the certificate. */
  readonly problems: readonly Refusal['problem'][];
  readonly checked: { proofs: number; closures: number; atoms: number; instances: number };
}

export interface Context extends Subject, Pick<Certificate, 'assumed'>, Pick<CheckResult, 'checked'> {
  readonly store: Store;
  /** By predicate, the rules that have it in `when`, and where. */
  readonly uses: Map<string, [Rule, number][]>;
}

/** Whether all that `value`, any JSON, claims holds of the subject. Never throws; what is left out is not looked for. */
export function checkCertificate(value: unknown, subject: Subject): CheckResult {
  const problems: Refusal['problem'][] = [];
  const checked = { proofs: 0, closures: 0, atoms: 0, instances: 0 };
  const attempt = (check: () => void): void => {
    try {
      if (problems.length < 100) check();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.problem);
    }
  };
  attempt(() => {
    const fault = shapeFault(value);
    if (fault !== undefined) refuse('SHAPE', fault.pointer, fault.message);
    const certificate = value as Certificate;
    checkHeader(certificate, subject);
    const context = prepare(subject, { assumed: certificate.assumed, checked });
    const claims = certificate.verdicts.map((claim, at) => ({ ...claim, pointer: `/verdicts/${at}` }));
    for (const claim of claims) attempt(() => checkClaim(claim, certificate.closures, context));
    for (const [at, closure] of certificate.closures.entries()) {
      attempt(() => {
        const reached = checkClosure(closure, `/closures/${at}`, context);
        checked.closures += 1;
        checked.atoms += reached.delivered.size;
        const own = claims.filter(({ attacker }) => attacker === closure.attacker);
        checkUnreached(own, reached, context);
      });
    }
  });
  return { accepted: problems.length === 0, problems, checked };
}

/** The certificate is about the subject, whole, and says nothing twice. */
function checkHeader(
  { digest, ...content }: Certificate,
  { model, pack, assumptions, derived }: Subject,
): void {
  const equal = (pointer: string, found: unknown, expected: unknown) => {
    const [claim, truth] = [JSON.stringify(found), JSON.stringify(expected)];
    if (claim !== truth) refuse('HEADER', pointer, `Found ${claim.slice(0, 200)}, expected ${truth}`);
  };
  const assumable = (text: string) => {
    const { predicate, args } = readGround(text) ?? { predicate: 'achieved', args: [] };
    return predicate !== 'achieved' && derived.get(predicate) === args.length;
  };
  const claims = content.verdicts.map(({ attack, attacker, target }) =>
    [attack, attacker, target].map(String).join('\n'),
  );
  equal('/schema', content.schema, CERTIFICATE_SCHEMA);
  equal('/digest', digest, digestJson(content as never));
  for (const key of ['name', 'sha256'] as const) equal(`/model/${key}`, content.model[key], model[key]);
  for (const key of ['id', 'version', 'sha256'] as const) equal(`/pack/${key}`, content.pack[key], pack[key]);
  equal('/assumptions', content.assumptions, assumptions);
  equal('/assumed', content.assumed, [...new Set(content.assumed.filter(assumable))].sort());
  equal('/verdicts', claims, [...new Set(claims)]);
}

function prepare(subject: Subject, certificate: Pick<Context, 'assumed' | 'checked'>): Context {
  const context: Context = { ...subject, ...certificate, store: new Map(), uses: new Map() };
  for (const fact of subject.facts)
    if (!['gap', 'attacker'].includes(fact.predicate)) add(context.store, fact);
  for (const rule of subject.rules.values()) {
    for (const [place, { predicate }] of rule.when.entries()) {
      context.uses.set(predicate, [...(context.uses.get(predicate) ?? []), [rule, place]]);
    }
  }
  return context;
}

type Claim = VerdictClaim & { readonly pointer: string };

/** What a verdict must be whatever the closure says; a target is what the base atoms of the attack hold of. */
function checkClaim(claim: Claim, closures: Certificate['closures'], context: Context): void {
  const { attack, attacker, target, verdict, steps, frontier, gaps, pointer } = claim;
  const isClosed = closures.some((closure) => closure.attacker === attacker);
  const forms = {
    INSECURE: frontier.length + gaps.length === 0,
    SECURE: steps.length + gaps.length === 0 && isClosed,
    UNKNOWN: gaps.length > 0 && isClosed,
  };
  if (forms[verdict] !== true) refuse('VERDICT', `${pointer}/verdict`, `Found ${verdict} without its parts`);
  if (!context.attackers.includes(attacker))
    refuse('ATTACKER', `${pointer}/attacker`, `Unknown attacker ${attacker}`);
  const rule =
    context.rules.get(`attack:${attack}`) ??
    refuse('ATTACK', `${pointer}/attack`, `Unknown attack ${attack}`);
  const values = bind(rule.then, { predicate: 'achieved', args: [attack, target] });
  const stated = rule.when.filter(({ predicate }) => !context.derived.has(predicate));
  const isTarget = values !== undefined && join(context.store, stated, values, () => true);
  if (!isTarget) refuse('TARGET', `${pointer}/target`, `${target} is no target of ${attack}`);
  if (verdict !== 'SECURE') checkProof(claim, pointer, context);
  context.checked.proofs += verdict === 'SECURE' ? 0 : 1;
}

/** SECURE and UNKNOWN: not achieved. SECURE: nor would it be if every gap of the model were so. */
function checkUnreached(claims: readonly Claim[], reached: Reached, context: Context): void {
  const never = (verdict: string, why: string) => {
    for (const { attack, target, pointer } of claims.filter((claim) => claim.verdict === verdict)) {
      const goal = formatGround('achieved', [attack, target]);
      if (reached.delivered.has(goal))
        refuse('VERDICT', `${pointer}/verdict`, `Found ${verdict}, but ${goal} follows ${why}`);
    }
  };
  for (const { frontier, pointer } of claims) {
    for (const [at, entry] of frontier.entries())
      checkFrontier(entry, `${pointer}/frontier/${at}`, reached.store, context);
  }
  never('UNKNOWN', 'without gaps');
  grantGaps(reached, context);
  never('SECURE', 'if every gap is so');
}
