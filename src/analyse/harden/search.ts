// SPDX-License-Identifier: Apache-2.0
// The cheapest plan by implicit hitting sets (Moreno-Centeno & Karp, Operations Research 61(2), 2013): every proof says
// "at least one of these measures"; a solver chooses the cheapest measures that meet all proofs seen so far, the closure
// says whether that is enough, and if not it gives new proofs. What the solver cannot go below is the lower bound.
import type { LinearSolver, Program, Row, Solved } from '../../core/ports/index.ts';
import { createSeparator } from './cheapest-proof.ts';
import type { CutProblem } from './cut-problem.ts';
import { createOracle, type Oracle, shrinkCore } from './oracle.ts';
import { usefulMeasures, withMeasures } from './presolve.ts';
import { prune, repair } from './repair.ts';

export interface SearchOptions {
  readonly solver: LinearSolver;
  /** Wall seconds for the whole search. */
  readonly seconds: number;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** Called with the bounds so far. */
  readonly onBounds?: (lower: number, upper: number) => void;
}

export interface SearchResult {
  /** `optimal`: the plan costs what the bound says. `infeasible`: no choice of measures fulfils everything. */
  readonly status: 'optimal' | 'limit' | 'infeasible';
  /** Measures of the best plan found, ascending; none of them can be left out. */
  readonly plan?: readonly number[];
  /** Objective of the plan; Infinity without one. */
  readonly cost: number;
  /** No plan is cheaper. */
  readonly bound: number;
  /** Proofs that were met. */
  readonly cores: number;
}

/** Bounds closer than this are equal: solvers count in floating point. */
const TOLERANCE = 1e-6;
/** Share of the time for the relaxed program; whole plans get the rest, and decide little before it is solved. */
const RELAXED_SHARE = 0.7;
/** Of the time left, what the solver is told: it overruns. What it overruns by more is not waited for. */
const SOLVER_SHARE = 0.85;
/** What comes after the last answer of the solver takes at most so many times as long as the first repair. */
const REPAIR_RESERVE = 1.5;
/** Rounds of the relaxed program without a better bound before whole plans are tried. */
const PATIENCE = 4;
/** Rounds between attempts to round the relaxed plan. */
const ROUNDING_PERIOD = 3;
/** A relaxed plan that chooses a proof's measures to less than this breaks its row. */
const LEAST_VIOLATION = 0.98;

export async function cheapestPlan(problem: CutProblem, options: SearchOptions): Promise<SearchResult> {
  const deadline = options.now() + options.seconds * 1_000;
  const kept = usefulMeasures(problem);
  const search = createSearch(withMeasures(problem, kept), options, deadline);
  const begun = options.now();
  improve(search, repair(search.oracle, search.problem, [], search.problem.costs, search.learn));
  // Of a short search it may be all: then half is left to the solver.
  search.reserve = Math.min((options.now() - begun) * REPAIR_RESERVE, (deadline - options.now()) / 2) / 1_000;
  if (kept.length === 0) search.impossible = search.best === undefined;
  else if (!isClosed(search)) await solve(search);
  const { best, upper, lower, impossible } = search;
  return {
    status: impossible && best === undefined ? 'infeasible' : isClosed(search) ? 'optimal' : 'limit',
    ...(best === undefined ? {} : { plan: best.map((measure) => kept[measure] as number) }),
    cost: upper,
    bound: Math.min(lower, upper),
    cores: search.seen.size,
  };
}

async function solve(search: Search): Promise<void> {
  try {
    await relaxedRounds(search);
    await wholeRounds(search);
  } finally {
    search.program?.close();
  }
}

interface Search {
  readonly problem: CutProblem;
  readonly options: SearchOptions;
  /** Opened when it is first asked. */
  program: Program | undefined;
  readonly oracle: Oracle;
  readonly deadline: number;
  /** Seconds that a plan of the solver may take to repair. */
  reserve: number;
  readonly isWhole: boolean;
  /** Rows that the program does not have yet. */
  rows: Row[];
  readonly seen: Set<string>;
  /** Learns a proof that no choice may leave unmet. */
  readonly learn: (core: readonly number[]) => boolean;
  lower: number;
  upper: number;
  best: readonly number[] | undefined;
  impossible: boolean;
}

function createSearch(problem: CutProblem, options: SearchOptions, deadline: number): Search {
  const shrinking = createOracle(problem);
  shrinking.apply(problem.cuts.map((_, measure) => measure));
  const search: Search = {
    problem,
    options,
    program: undefined,
    oracle: createOracle(problem),
    deadline,
    reserve: 0,
    isWhole: problem.costs.every(Number.isInteger),
    rows: firstRows(problem),
    seen: new Set(),
    learn: (core) => {
      const dearLast = core.toSorted((a, b) => (problem.costs[a] as number) - (problem.costs[b] as number));
      const small = shrinkCore(shrinking, dearLast).toSorted((a, b) => a - b);
      const key = small.join();
      if (search.seen.has(key)) return false;
      search.seen.add(key);
      search.rows.push({ lower: 1, upper: Infinity, columns: small, values: small.map(() => 1) });
      return true;
    },
    lower: 0,
    upper: Infinity,
    best: undefined,
    impossible: false,
  };
  return search;
}

function firstRows({ exclusive, limits, costs }: CutProblem): Row[] {
  const rows: Row[] = exclusive.map((set) => ({
    lower: -Infinity,
    upper: 1,
    columns: set,
    values: set.map(() => 1),
  }));
  for (const { spends, limit } of limits)
    rows.push({
      lower: -Infinity,
      upper: limit,
      columns: costs.map((_, measure) => measure),
      values: spends,
    });
  return rows;
}

function improve(search: Search, plan: readonly number[] | undefined): void {
  if (plan === undefined) return;
  const cost = plan.reduce((sum, measure) => sum + (search.problem.costs[measure] as number), 0);
  if (cost > search.upper || (cost === search.upper && search.best !== undefined)) return;
  search.upper = cost;
  search.best = plan;
  search.options.onBounds?.(search.lower, search.upper);
}

function raise(search: Search, bound: number): void {
  const whole = search.isWhole ? Math.ceil(bound - TOLERANCE) : bound;
  if (whole <= search.lower) return;
  search.lower = whole;
  search.options.onBounds?.(search.lower, search.upper);
}

function isClosed({ lower, upper, best }: Search): boolean {
  return best !== undefined && upper - lower <= TOLERANCE * Math.max(1, Math.abs(upper));
}

function secondsLeft({ deadline, options }: Search, share = 1): number {
  return ((deadline - options.now()) / 1_000) * share;
}

function ask(search: Search, relaxed: boolean): Promise<Solved> {
  const { rows, problem, options } = search;
  const count = problem.costs.length;
  search.program ??= options.solver.open({
    cost: Float64Array.from(problem.costs),
    upper: new Float64Array(count).fill(1),
    whole: new Uint8Array(count).fill(1),
  });
  search.rows = [];
  const left = Math.max(0.1, secondsLeft(search) - search.reserve);
  const seconds = left * SOLVER_SHARE;
  return search.program.solve(rows, { relaxed, seconds, graceSeconds: left - seconds });
}

/** Cutting planes: the relaxed program until it breaks no row that can be found. */
async function relaxedRounds(search: Search): Promise<void> {
  const separate = createSeparator(search.problem);
  const end = search.options.now() + secondsLeft(search, RELAXED_SHARE) * 1_000;
  let stalled = 0;
  for (let round = 0; search.options.now() < end && !isClosed(search); round++) {
    const solved = await ask(search, true);
    if (solved.status === 'infeasible') {
      search.impossible = true;
      return;
    }
    if (solved.values === undefined || solved.status === 'limit') return;
    const before = search.lower;
    raise(search, solved.bound);
    stalled = search.lower > before + TOLERANCE * Math.max(1, before) ? 0 : stalled + 1;
    const values = solved.values;
    const fresh = separate(values, LEAST_VIOLATION).filter(search.learn);
    if (round % ROUNDING_PERIOD === 0 || fresh.length === 0) improve(search, rounded(search, values));
    if (fresh.length === 0 || stalled > PATIENCE) return;
  }
}

function rounded({ oracle, problem, learn }: Search, values: Float64Array): readonly number[] | undefined {
  const sure = problem.costs.flatMap((_, measure) => ((values[measure] as number) > 0.6 ? [measure] : []));
  const price = problem.costs.map((cost, measure) => cost * (1.01 - (values[measure] as number)));
  return repair(oracle, problem, sure, price, learn);
}

/** Whole plans, each with the proofs that it leaves, until one leaves none. */
async function wholeRounds(search: Search): Promise<void> {
  while (!isClosed(search) && !search.impossible && secondsLeft(search) > search.reserve) {
    const solved = await ask(search, false);
    if (solved.status === 'infeasible') {
      search.impossible = true;
      return;
    }
    raise(search, solved.bound);
    if (solved.values === undefined) return;
    const values = solved.values;
    const plan = search.problem.costs.flatMap((_, measure) =>
      (values[measure] as number) > 0.5 ? [measure] : [],
    );
    const learnt = learnFrom(search, plan);
    improve(search, repair(search.oracle, search.problem, plan, search.problem.costs, search.learn));
    // A plan that needs no repair costs what the solver says, so the bounds meet; else there is a new row.
    if (!learnt && search.rows.length === 0 && solved.status === 'limit') return;
  }
}

/** Proofs that a plan leaves, no measure in two of them; and what of it breaks something required. */
function learnFrom({ oracle, problem, learn, rows, seen }: Search, plan: readonly number[]): boolean {
  oracle.set(plan);
  const broken = oracle.broken();
  for (const node of broken) {
    const blame = prune(oracle, plan, problem.costs, (measure) => {
      oracle.withdraw([measure]);
      const isNeeded = !oracle.broken().includes(node);
      oracle.apply([measure]);
      return isNeeded;
    });
    const key = `not ${blame.join()}`;
    oracle.set(plan);
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push({ lower: -Infinity, upper: blame.length - 1, columns: blame, values: blame.map(() => 1) });
  }
  let learnt = broken.length > 0;
  for (let open = oracle.open(); open.length > 0; open = oracle.open()) {
    const core = oracle.measuresOfProof(open[0] as number);
    learnt = learn(core) || learnt;
    oracle.apply(core);
  }
  return learnt;
}
