// SPDX-License-Identifier: Apache-2.0
// Believe a verdict without believing the engine: nothing here imports the grounder, the closure or the proof search.
import type { Json } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import { CERTIFICATE_SCHEMA, type Certificate, type VerdictClaim } from '../certificate-format.ts';
import { formatGround, parseAtom } from '../rules/atom.ts';
import { checkClosure, grantGaps, type Saturation } from './closure.ts';
import { add, argsOf, bound, type Fact, join, type Store } from './join.ts';
import { checkFrontier, checkProof } from './proof.ts';
import { CERTIFICATE_SHAPE, checkShape, type Report } from './shape.ts';
import type { Rule, Subject } from './subject.ts';

export interface CheckProblem {
  readonly code: string;
  /** JSON pointer (RFC 6901) into the certificate. */
  readonly pointer: string;
  readonly message: string;
}

export interface CheckResult {
  readonly accepted: boolean;
  /** At most 100. */
  readonly problems: readonly CheckProblem[];
  readonly checked: { proofs: number; closures: number; atoms: number; instances: number };
}

/** The subject in the form the checks need. */
export interface Context {
  readonly report: Report;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Where a predicate stands in `when`: rule and place. */
  readonly uses: ReadonlyMap<string, readonly (readonly [Rule, number])[]>;
  /** Arity of each derived predicate. */
  readonly derived: ReadonlyMap<string, number>;
  readonly facts: Store;
  /** By gap id, what would be so. */
  readonly gaps: ReadonlyMap<string, Fact>;
  readonly assumed: ReadonlyMap<string, Fact>;
}

const MAX_PROBLEMS = 100;
const MAX_MESSAGE_CHARACTERS = 500;

/** Whether every claim of `value`, any JSON at all, holds of the subject; never throws. Whether claims are missing is not asked. */
export function checkCertificate(value: unknown, subject: Subject): CheckResult {
  const problems: CheckProblem[] = [];
  const checked = { proofs: 0, closures: 0, atoms: 0, instances: 0 };
  const report: Report = (code, pointer, message) => {
    if (problems.length < MAX_PROBLEMS)
      problems.push({ code, pointer, message: message.slice(0, MAX_MESSAGE_CHARACTERS) });
  };
  checkShape(CERTIFICATE_SHAPE, value, '', report);
  if (problems.length === 0) checkClaims(value as Certificate, subject, report, checked);
  return { accepted: problems.length === 0, problems, checked };
}

interface Placed {
  readonly claim: VerdictClaim;
  readonly pointer: string;
  readonly goal: string;
}

function checkClaims(
  certificate: Certificate,
  subject: Subject,
  report: Report,
  checked: CheckResult['checked'],
): void {
  checkHeader(certificate, subject, report);
  const context = prepare(certificate, subject, report);
  const attackers = certificate.closures.map(({ attacker }) => attacker);
  const claims = certificate.verdicts.map((claim, at) => {
    return {
      claim,
      pointer: `/verdicts/${at}`,
      goal: formatGround('achieved', [claim.attack, claim.target]),
    };
  });
  refuseRepeated(
    claims.map(({ claim, goal }) => `${goal} by ${claim.attacker}`),
    '/verdicts',
    report,
  );
  refuseRepeated(attackers, '/closures', report);
  for (const { claim, pointer } of claims) {
    checkClaim(claim, pointer, subject, context);
    const closed = claim.verdict === 'INSECURE' || attackers.includes(claim.attacker);
    if (!closed) report('CERTIFICATE_CLOSURE', pointer, `Found no closure of ${claim.attacker}`);
    checked.proofs += claim.verdict === 'SECURE' ? 0 : 1;
  }
  for (const [at, closure] of certificate.closures.entries()) {
    const state = checkClosure(closure, `/closures/${at}`, context);
    checked.closures += 1;
    checked.atoms += state?.delivered.size ?? 0;
    const own = claims.filter(
      ({ claim }) => claim.attacker === closure.attacker && claim.verdict !== 'INSECURE',
    );
    if (state !== undefined) checkUnreached(own, state, context);
    checked.instances += state?.instances ?? 0;
  }
}

function checkHeader(certificate: Certificate, subject: Subject, report: Report): void {
  const { digest, ...content } = certificate;
  const same = (code: string, pointer: string, found: unknown, expected: unknown) => {
    const [claim, truth] = [JSON.stringify(found), JSON.stringify(expected)];
    if (claim !== truth) report(code, pointer, `Found ${claim.slice(0, 200)}, expected ${truth}`);
  };
  same('CERTIFICATE_SCHEMA', '/schema', content.schema, CERTIFICATE_SCHEMA);
  same('CERTIFICATE_DIGEST', '/digest', digest, digestJson(content as Json));
  for (const member of ['name', 'sha256'] as const) {
    same('CERTIFICATE_MODEL', `/model/${member}`, content.model[member], subject.model[member]);
  }
  for (const member of ['id', 'version', 'sha256'] as const) {
    same('CERTIFICATE_PACK', `/pack/${member}`, content.pack[member], subject.pack[member]);
  }
  same(
    'CERTIFICATE_ASSUMPTIONS',
    '/assumptions',
    content.assumptions,
    [...new Set(subject.assumptions)].sort(),
  );
  same('CERTIFICATE_ASSUMED', '/assumed', content.assumed, [...new Set(content.assumed)].sort());
}

function prepare(certificate: Certificate, subject: Subject, report: Report): Context {
  const facts: Store = new Map();
  for (const fact of subject.facts)
    if (fact.predicate !== 'gap' && fact.predicate !== 'attacker') add(facts, fact);
  const uses = new Map<string, [Rule, number][]>();
  for (const rule of subject.rules) {
    for (const [place, { predicate }] of rule.when.entries())
      uses.set(predicate, [...(uses.get(predicate) ?? []), [rule, place]]);
  }
  const derived = new Map(
    [...subject.predicates].flatMap(([id, { sorts, base }]) => (base ? [] : [[id, sorts.length] as const])),
  );
  const gaps = new Map(
    subject.gaps.map(({ gap, about, unknown }) => [gap, { predicate: 'gap', args: [about, unknown] }]),
  );
  const rules = new Map(subject.rules.map((rule) => [rule.id, rule]));
  const assumed = new Map<string, Fact>();
  for (const [at, text] of certificate.assumed.entries()) {
    const atom = parseAtom(text);
    const fact =
      typeof atom === 'string' ? undefined : { predicate: atom.predicate, args: argsOf(atom, new Map()) };
    const fits =
      fact !== undefined && derived.get(fact.predicate) === fact.args.length && fact.predicate !== 'achieved';
    if (fits && formatGround(fact.predicate, fact.args) === text) assumed.set(text, fact);
    else
      report(
        'CERTIFICATE_ASSUMED',
        `/assumed/${at}`,
        `Found ${text}, expected an atom of a derived predicate`,
      );
  }
  return { report, rules, uses, derived, facts, gaps, assumed };
}

/** What a verdict must be whatever the closure; a target is a candidate when the base atoms of its attack hold. */
function checkClaim(claim: VerdictClaim, pointer: string, subject: Subject, context: Context): void {
  const { verdict, steps, frontier, gaps } = claim;
  const wrong = (code: string, member: string, message: string) =>
    context.report(code, pointer + member, message);
  const consistent = {
    INSECURE: frontier.length + gaps.length === 0,
    SECURE: steps.length + gaps.length === 0,
    UNKNOWN: gaps.length > 0,
  };
  if (consistent[verdict] !== true) {
    wrong(
      'CERTIFICATE_VERDICT',
      '/verdict',
      `${verdict} with ${steps.length} steps, ${frontier.length} frontier, ${gaps.length} gaps`,
    );
  }
  if (!subject.attackers.includes(claim.attacker))
    wrong('CERTIFICATE_ATTACKER', '/attacker', `Unknown attacker ${claim.attacker}`);
  for (const [at, gap] of gaps.entries()) {
    if (!context.gaps.has(gap) || (at > 0 && gap <= (gaps[at - 1] as string)))
      wrong('CERTIFICATE_GAP', `/gaps/${at}`, `Found ${gap}, expected gaps of the model in order`);
  }
  if (verdict !== 'SECURE') return checkProof(claim, pointer, context);
  const rule = context.rules.get(`attack:${claim.attack}`);
  const stated =
    rule?.when.filter(({ predicate }) => predicate !== 'gap' && !context.derived.has(predicate)) ?? [];
  const target =
    rule &&
    bound(rule.then, [claim.attack, claim.target], new Map(), (values) =>
      join(context.facts, stated, values, () => true),
    );
  if (target !== true)
    wrong('CERTIFICATE_TARGET', '/target', `${claim.target} is no target of ${claim.attack}`);
}

/** SECURE and UNKNOWN: not achieved; SECURE: nor would it be if every gap of the model were so. */
function checkUnreached(claims: readonly Placed[], state: Saturation, context: Context): void {
  const refuse = (unless: string, given: string) => {
    for (const { claim, pointer, goal } of claims) {
      if (claim.verdict === unless || !state.delivered.has(goal)) continue;
      context.report(
        'CERTIFICATE_VERDICT',
        `${pointer}/verdict`,
        `${goal} is derived ${given}, so this is not ${claim.verdict}`,
      );
    }
  };
  refuse('INSECURE', 'from the facts');
  for (const { claim, pointer } of claims) {
    for (const [at, entry] of claim.frontier.entries())
      checkFrontier(entry, `${pointer}/frontier/${at}`, state.store, context);
  }
  grantGaps(state, context);
  refuse('UNKNOWN', 'with the gaps of the model');
}

function refuseRepeated(keys: readonly string[], pointer: string, report: Report): void {
  const seen = new Set<string>();
  for (const [at, key] of keys.entries()) {
    if (seen.has(key)) report('CERTIFICATE_DUPLICATE', `${pointer}/${at}`, `Found ${key} twice`);
    seen.add(key);
  }
}
