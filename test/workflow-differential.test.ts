// SPDX-License-Identifier: Apache-2.0
// The search against a naive one: the same states, verdicts and lengths of stories. Spin is asked in workflow-spin.test.ts.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileWorkflows, search, type Workflow } from '../src/analyse/index.ts';
import { loadPack, type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { naiveSearch } from './oracle/workflow-naive.ts';

const shelf = packReader(join(import.meta.dirname, '../packs'));
const pack = resolvePack('e-commerce', shelf).value as Pack;
const common = resolvePack('common', shelf).value as Pack;

/** False: the naive search would look at more than `most` states. */
function compare(
  workflow: Workflow,
  missing: ReadonlySet<string>,
  attackers: ReadonlySet<string>,
  most?: number,
): boolean {
  const naive = naiveSearch(workflow.source, missing, attackers, most);
  if (naive === undefined) return false;
  const lengths = new Map([...naive.broken].sort(([a], [b]) => a - b));
  for (const symmetry of [false, true]) {
    // A property that never breaks is asked as well, so that the whole space is walked.
    const result = search(workflow, { missing, attackers, symmetry, wanted: 2 ** 20 - 1 });
    const found = new Map(
      result.found.map(({ property, path }) => [property, path.length] as const).sort(([a], [b]) => a - b),
    );
    expect(found).toEqual(lengths);
    if (symmetry) expect(result.states).toBeLessThanOrEqual(naive.states);
    else expect(result.states).toBe(naive.states);
  }
  return true;
}

/** Of a made workflow: a few have millions of states, another one is made instead. */
const MOST = 5_000;

describe('search and naive search agree', () => {
  const small = compileWorkflows(pack).value?.filter(({ id }) => /click-and-collect$/.test(id)) ?? [];
  test.each(small.map((workflow) => [workflow.id, workflow] as const))('%s', (_, workflow) => {
    expect(compare(workflow, new Set(), new Set(workflow.attackers))).toBe(true);
    const [flaw] = workflow.source.flaws;
    expect(compare(workflow, new Set(flaw?.without), new Set(flaw?.attackers))).toBe(true);
  });

  test('on made workflows', () => {
    fc.assert(
      fc.property(madeWorkflow, fc.boolean(), fc.boolean(), (text, isMissing, isAbout) => {
        const compiled = compileWorkflows(packOf(text));
        expect(compiled.problems).toEqual([]);
        const [workflow] = compiled.value ?? [];
        const [missing, attackers] = [new Set(isMissing ? ['c'] : []), new Set(isAbout ? ['a'] : [])];
        fc.pre(compare(workflow as Workflow, missing, attackers, MOST));
      }),
      { numRuns: 30 },
    );
  });
});

const condition = fc.constantFrom(
  'flag[x]',
  'not flag[y]',
  'n[x] = 0',
  'n[y] > n[x]',
  'ref[x] = none',
  'ref[x] = y',
  'n[ref[x]] = 1',
  'x != y',
  'w[x] = up',
  'w[x] > low',
  'any(z in thing: ref[z] = x)',
  'count(z in thing: flag[z]) < 2',
  'sum(z in thing where flag[z]: n[z]) <= 2',
  'all(z in thing: n[z] < 2 or flag[z])',
  'total < 2',
  'size[x] = 2',
  'kind[x] = left',
);
const effect = fc.constantFrom(
  ["'flag[x]'", 'not flag[y]'],
  ["'n[x]'", 'n[x] + 1'],
  ["'n[y]'", 'n[x]'],
  ["'ref[x]'", 'y'],
  ["'ref[y]'", 'ref[x]'],
  ["'ref[x]'", 'none'],
  ["'w[x]'", 'up'],
  ["'w[y]'", 'w[x]'],
  ['total', 'total + size[x]'],
  ["'n[ref[x]]'", '1'],
  ["'kind[x]'", 'right'],
);
const made = fc.record({
  when: fc.array(condition, { maxLength: 2 }),
  check: fc.option(condition, { nil: undefined }),
  set: fc.uniqueArray(effect, { minLength: 1, maxLength: 2, selector: ([target]) => target }),
  attack: fc.boolean(),
});
const madeWorkflow = fc
  .record({
    steps: fc.array(made, { minLength: 1, maxLength: 4 }),
    holds: fc.array(condition, { minLength: 1, maxLength: 3 }),
    sizes: fc.constantFrom('[1]', '[1, 2]'),
  })
  .map(({ steps, holds, sizes }) => {
    const quoted = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`;
    const step = ({ when, check, set, attack }: (typeof steps)[number], at: number) =>
      `{ id: s${at}, from: p, to: p, label: { en: s }, tell: { en: s }, choose: { x: thing, y: thing }, ${attack ? 'by: [a], ' : ''}when: ${quoted(when)}, ${check === undefined ? '' : `checks: { c: ${quoted([check])} }, `}set: { ${set.map(([target, text]) => `${target}: '${text}'`).join(', ')} } }`;
    return `invariants: [{ id: made/invariant/i, title: { en: i }, text: { en: i }, threats: [], techniques: [], policy: common/policy/none, references: [r] }]
workflows:
  - id: made/workflow/w
    title: { en: w }
    text: { en: w }
    references: [r]
    parties: { p: { title: { en: p } } }
    attackers: { a: { title: { en: a }, class: anyone } }
    sets: { thing: 3, side: [left, right] }
    values: { level: [low, middle, up] }
    constants: { size: { of: thing, holds: 1..2, is: ${sizes} } }
    state: { flag: { of: thing, holds: boolean }, n: { of: thing, holds: 0..2 }, ref: { of: thing, holds: thing }, w: { of: thing, holds: level }, kind: { of: thing, holds: side, starts: left }, total: { holds: 0..3 } }
    checks: { c: { title: { en: c }, at: p, advice: { en: c } } }
    steps: [${steps.map(step).join(',\n      ')}]
    holds: [${holds.map((that) => `{ invariant: made/invariant/i, each: { x: thing, y: thing }, that: '${that}', say: { en: x } }`).join(', ')}]
    flaws: []
`;
  });

function packOf(text: string): Pack {
  const manifest =
    'id: made\nversion: 1.0.0\nname: { en: Made }\ntext: { en: Made }\nuses: [common]\nlicense: Apache-2.0\n';
  const policy = common.policies[0]?.id as string;
  const files = [manifest, text.replace('common/policy/none', policy)].map((content, at) => ({
    path: at === 0 ? 'pack.yaml' : 'a.yaml',
    bytes: new TextEncoder().encode(content),
  }));
  const { value, problems } = loadPack(files, [common]);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return value;
}
