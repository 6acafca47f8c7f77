// SPDX-License-Identifier: Apache-2.0
// Checkouts in a real Chromium: every compromise is told with its reason, and nothing is told of work as usual.
import { beforeAll, describe, expect, test } from 'vitest';
import type { ApprovedPage, PageFinding } from '../../src/monitor/index.ts';
import { judgePage } from '../../src/monitor/index.ts';
import { type Base, basePages, type Case, OTHERS } from '../storefront/bases.ts';
import { CLEAN } from '../storefront/clean.ts';
import { COMPROMISED } from '../storefront/compromised.ts';
import { approveCapture, kindsOf, lookAs, pageKnowledge, pool, showTo } from '../storefront/looks.ts';
import { APP } from '../storefront/pages.ts';
import { useSites } from '../storefront/site.ts';

const AT_ONCE = 4;
const sites = useSites('shop', 'cdn', 'provider', 'evil');
const knowledge = pageKnowledge();
const cases: readonly Case[] = [...COMPROMISED, ...CLEAN];
const found = new Map<string, readonly PageFinding[]>();

beforeAll(async () => {
  const bases = basePages(sites);
  const names = Object.keys(bases) as Base[];
  const approvals = await pool(names, AT_ONCE, async (base) => {
    showTo(sites, base, OTHERS, bases[base]);
    return approveCapture(await lookAs(sites, base, knowledge), knowledge, `${APP}\nconsole.log('next')`);
  });
  await pool(cases, AT_ONCE, async ([name, base, change]) => {
    const agent = `case-${cases.findIndex((each) => each[0] === name)}`;
    showTo(sites, agent, OTHERS, bases[base], change(sites));
    const capture = await lookAs(sites, agent, knowledge);
    const page = approvals[names.indexOf(base)] as ApprovedPage;
    found.set(name, judgePage(capture, page, knowledge, { day: '2027-01-31' }));
  });
}, 300_000);

const shown = (name: string) => (found.get(name) ?? []).map(({ kind, text }) => `${kind}: ${text}`);

describe('a compromised page', () => {
  test.each(COMPROMISED.map(([name, , , kinds]) => [name, kinds] as const))('%s', (name, kinds) => {
    expect(kindsOf(found.get(name) ?? []), shown(name).join('\n')).toEqual([...kinds].sort());
  });
});

describe('a page as usual', () => {
  test.each(CLEAN.map(([name]) => name))('%s', (name) => {
    expect(shown(name)).toEqual([]);
    expect(found.has(name)).toBe(true);
  });
});
