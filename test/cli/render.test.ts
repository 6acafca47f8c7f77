// SPDX-License-Identifier: Apache-2.0
// Goldens: what a stranger reads or parses. `vitest -u` renews them; look at the difference before you commit it.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { forTerminal } from '../../src/cli/render/escape.ts';
import { reportPage } from '../../src/cli/render/html/page.ts';
import { sarifText } from '../../src/cli/render/sarif.ts';
import { styleOf } from '../../src/cli/render/style.ts';
import { reportText } from '../../src/cli/render/text.ts';
import { width } from '../../src/cli/render/width.ts';
import { HOSTILE, hostileReport, report, secureReport, unknownReport } from './report-fixture.ts';

const golden = (name: string) => path.join(import.meta.dirname, 'golden', name);
const laneOf = (rule: string) => rule.split('/')[2] ?? 'start';

function text(value: Report, columns: number, env = {}, all = false): string {
  const output = { write: () => undefined, isTerminal: false, columns };
  return reportText(value, styleOf(output, env), { all });
}

describe('text', () => {
  test.each([
    ['insecure', text(report, 90)],
    ['insecure-narrow', text(report, 50)],
    ['insecure-all', text(report, 100, {}, true)],
    ['insecure-ascii', text(report, 90, { TERM: 'dumb' })],
    ['insecure-colour', text(report, 90, { FORCE_COLOR: '1' })],
    ['secure', text(secureReport, 90)],
    ['unknown', text(unknownReport, 90)],
    ['hostile', text(hostileReport, 90)],
  ])('%s reads as its golden', async (name, shown) => {
    await expect(shown).toMatchFileSnapshot(golden(`report-${name}.txt`));
  });

  test.each([40, 50, 64, 80, 100])('stays within %i columns', (columns) => {
    for (const value of [report, secureReport, unknownReport, hostileReport]) {
      const long = text(value, columns)
        .split('\n')
        .filter((line) => width(line) > columns);
      expect(long).toEqual([]);
    }
  });

  test('lets nothing of a stranger act', () => {
    const shown = text(hostileReport, 90);
    expect(forTerminal(shown.replaceAll('\n', ''))).toBe(shown.replaceAll('\n', ''));
  });

  test('is ASCII on a dumb terminal', () => {
    expect(text(hostileReport, 90, { TERM: 'dumb' })).toMatch(/^[\n\u0020-\u007e]*$/);
  });

  test.each([
    [{ NO_COLOR: '1' }, true],
    [{ NO_COLOR: '' }, false],
    [{}, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ])('%j: plain is %s', (env, plain) => {
    const style = styleOf({ write: () => undefined, isTerminal: true, columns: 80 }, env);
    expect(style.red('x') === 'x').toBe(plain);
  });
});

describe('page', () => {
  const page = reportPage(report, laneOf);

  test('asks for nothing and runs nothing', () => {
    const tags = (page.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""')).join('');
    expect(tags).not.toMatch(/<(script|link|iframe|img|object|embed|form|a)\b|\son\w+=|\s(href|src)=/i);
    expect(page).not.toMatch(/@import|url\((?!#)/);
    expect(page.match(/https?:\/\//g)).toBeNull();
  });

  test('lets its own style in by its hash', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(page).not.toMatch(/\sstyle=/);
  });

  test('lets no markup of a stranger in', () => {
    const hostile = reportPage(hostileReport, laneOf);
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toContain(HOSTILE);
    expect(hostile).not.toMatch(/(?!\n)\p{Cc}|\u202e|<\/script/u);
  });

  test('names every picture and keeps its words', () => {
    for (const picture of page.match(/<svg[^>]*>/g) ?? [])
      expect(picture).toMatch(/role="img".*aria-label="[^"]+"/);
    for (const verdict of report.verdicts.filter((each) => each.verdict === 'INSECURE').slice(0, 1)) {
      for (const step of verdict.steps) expect(page).toContain(`<p>${step.text}</p>`);
    }
  });

  test('opens as many elements as it closes', () => {
    const voids = /^(meta|rect|path|circle|br|!doctype)$/i;
    const open: string[] = [];
    for (const [, close, name, self] of reportPage(hostileReport, laneOf)
      .replace(/<style>[\s\S]*<\/style>/, '')
      .matchAll(/<(\/?)([a-z!][\w-]*)[^>]*?(\/?)>/gi)) {
      if (self === '/' || voids.test(name as string)) continue;
      if (close === '/') expect(open.pop()).toBe(name);
      else open.push(name as string);
    }
    expect(open).toEqual([]);
  });

  test('shows verdicts, cuts and setting without any path', () => {
    const secure = reportPage(secureReport, laneOf);
    expect(secure).toContain('NetworkPolicy paymentservice');
    expect(secure).toContain('controls(frontend)');
    expect(secure).not.toContain('How the attacks succeed');
  });
});

describe('sarif', () => {
  test('reads as its golden', async () => {
    await expect(sarifText(report, '0.1.0')).toMatchFileSnapshot(golden('report.sarif'));
  });

  interface Sarif {
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        locations: {
          physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        }[];
        partialFingerprints: Record<string, string>;
      }[];
    }[];
  }
  const parse = (value: Report) =>
    (JSON.parse(sarifText(value, '0.1.0')) as Sarif).runs[0] as Sarif['runs'][0];

  test('has one result for each verdict that is not secure', () => {
    const { results, tool } = parse(report);
    expect(results.map((result) => result.level)).toEqual(['error', 'error', 'error', 'warning']);
    for (const result of results) expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  });

  test('stands on the first weakness, not on where the attacker starts', () => {
    const [skimmed, , rerouted, unknown] = parse(report).results.map(
      (result) => result.locations[0]?.physicalLocation,
    );
    expect(skimmed?.region.startLine).toBe(31);
    expect(rerouted?.region.startLine).toBe(102);
    expect(unknown?.region.startLine).toBe(44);
  });

  test('keeps its fingerprints when lines move', () => {
    const moved: Report = {
      ...report,
      verdicts: report.verdicts.map((verdict) => ({
        ...verdict,
        steps: verdict.steps.map((step) => ({ ...step, at: { ...step.at, line: step.at.line + 7 } })),
      })),
    };
    const prints = (value: Report) =>
      parse(value).results.map((result) => result.partialFingerprints['ensuresec/v1']);
    expect(prints(moved)).toEqual(prints(report));
    expect(new Set(prints(report)).size).toBe(4);
  });

  test('writes only relative and encoded addresses', () => {
    for (const result of parse(hostileReport).results) {
      const uri = result.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
      expect(uri).not.toMatch(/[\s<>"\p{Cc}]/u);
      expect(() => new URL(uri, 'file:///x/')).not.toThrow();
    }
  });
});
