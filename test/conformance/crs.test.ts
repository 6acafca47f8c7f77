// SPDX-License-Identifier: Apache-2.0
// The regression tests of the OWASP Core Rule Set: thousands of requests that must be seen as attacks, or of which one
// rule must keep quiet. What an access log shows of them is less than what a firewall sees, so recall is told for both.
import { expect, it } from 'vitest';
import { resolvePack } from '../../src/model/index.ts';
import { compileDerivations, createDetector, packRules } from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { describeCorpus } from './corpora.ts';
import { type CrsCase, crsCases, eventOf, isOrdinary, VISIBLE, type Visible } from './crs-requests.ts';

const WATCHED = ['SQLI', 'XSS', 'RCE', 'LFI'];
const SOURCE = { product: undefined, services: ['http.request'], categories: ['webserver'] };

describeCorpus('crs/tests', 'requests of the CRS', (folder) => {
  const pack = resolvePack('common', packReader('packs')).value;
  const rules = pack === undefined ? undefined : packRules(pack).value;
  if (pack === undefined || rules === undefined) throw new Error('the pack does not load');
  const cases = crsCases(folder);
  const detector = createDetector(rules, {
    recognise: (row) => ({ row, source: SOURCE }),
    derive: compileDerivations(pack.derivations),
    lateness: 0,
  });
  const isSeen = (each: CrsCase, visible: Visible): boolean =>
    detector
      .accept(eventOf(each.request, visible), { file: each.id, line: 1 })
      .some(({ rule }) => rule.level !== 'low' && rule.level !== 'informational');
  const share = (of: readonly CrsCase[], visible: Visible): number =>
    of.filter((each) => isSeen(each, visible)).length / Math.max(1, of.length);

  it('sees the attacks', () => {
    const families = [...new Set(cases.map(({ family }) => family))];
    const recall = new Map<string, number>();
    for (const family of families) {
      const attacks = cases.filter((each) => each.family === family && each.attack);
      const shares = VISIBLE.map((visible) => `${visible} ${(100 * share(attacks, visible)).toFixed(1)} %`);
      recall.set(family, share(attacks, 'body'));
      process.stdout.write(`crs ${family}: ${attacks.length} attacks, seen with ${shares.join(', ')}\n`);
    }
    for (const family of WATCHED) expect(recall.get(family), family).toBeGreaterThanOrEqual(0.85);
  });

  it('keeps quiet on ordinary requests', () => {
    const quiet = cases.filter(({ attack }) => !attack);
    const ordinary = quiet.filter(({ request }) => isOrdinary(request));
    const wrong = ordinary.filter((each) => isSeen(each, 'body')).map(({ id }) => id);
    const all = quiet.filter((each) => isSeen(each, 'body')).length;
    process.stdout.write(
      `crs: ${wrong.length} of ${ordinary.length} ordinary requests alert (${wrong.join(', ')}); ${all} of all ${quiet.length} on which one rule must keep quiet, attacks of other kinds among them\n`,
    );
    expect(ordinary.length).toBeGreaterThan(quiet.length / 3);
    expect(wrong.length / ordinary.length).toBeLessThanOrEqual(0.02);
  });
});
