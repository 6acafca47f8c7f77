// SPDX-License-Identifier: Apache-2.0
// The thread that runs HiGHS (Huangfu & Hall, Mathematical Programming Computation 10, 2018). It holds one program a
// number; `src/platform/linear-solver.ts` talks to it and ends it when it does not answer in time.
import { parentPort } from 'node:worker_threads';
import loadHighs from 'highs';

const highs = await loadHighs({ print: () => undefined, printErr: () => undefined });
const programs = new Map();

parentPort.on('message', ({ id, kind, ...rest }) => {
  try {
    if (kind === 'open') open(id, rest.columns);
    else if (kind === 'close') close(id);
    else parentPort.postMessage({ id, answer: solve(programs.get(id), rest) });
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error?.message ?? error) });
  }
});

function open(id, { cost, upper, whole }) {
  const count = cost.length;
  const model = highs.createModel({
    numCols: count,
    numRows: 0,
    colCost: cost,
    colLower: new Float64Array(count),
    colUpper: upper,
    rowLower: new Float64Array(0),
    rowUpper: new Float64Array(0),
    matrix: {
      format: 'csr',
      numRows: 0,
      numCols: count,
      starts: new Int32Array(1),
      indices: new Int32Array(0),
      values: new Float64Array(0),
    },
  });
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-6 });
  programs.set(id, { model, whole, isRelaxed: true });
}

function close(id) {
  programs.get(id)?.model.dispose();
  programs.delete(id);
}

function solve(program, { rows, relaxed, seconds }) {
  const { model, whole } = program;
  const { infinity, constants } = highs;
  const finite = (value) => Math.max(-infinity, Math.min(infinity, value));
  for (const { lower, upper, columns, values } of rows)
    model.addRow(finite(lower), finite(upper), { indices: [...columns], values: [...values] });
  if (relaxed !== program.isRelaxed) {
    const types = Int32Array.from(whole, (each) => (relaxed ? 0 : each));
    model.changeColsIntegrality({ kind: 'range', from: 0, to: whole.length - 1 }, types);
    program.isRelaxed = relaxed;
  }
  model.options.set({ time_limit: model.getRunTime() + seconds });
  const { modelStatus } = model.run();
  const { optimal, infeasible } = constants.modelStatus;
  if (modelStatus === infeasible) return { status: 'infeasible', objective: Infinity, bound: Infinity };
  const status = modelStatus === optimal ? 'optimal' : 'limit';
  const isFeasible =
    model.info.get('primal_solution_status') === constants.solutionStatus.feasible || status === 'optimal';
  const objective = isFeasible ? model.getObjectiveValue() : Infinity;
  const known = relaxed
    ? status === 'optimal'
      ? objective
      : -Infinity
    : Number(model.info.get('mip_dual_bound'));
  return {
    status,
    ...(isFeasible ? { values: model.getSolution().colValue } : {}),
    objective,
    bound: Number.isFinite(known) && Math.abs(known) < 1e29 ? known : -Infinity,
  };
}
