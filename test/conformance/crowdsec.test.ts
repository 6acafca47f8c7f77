// SPDX-License-Identifier: Apache-2.0
// Logs of real services with the attacks that the CrowdSec engine finds in them: what must alert does, on the right
// source; what is no attack does not.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resolvePack } from '../../src/model/index.ts';
import {
  compileDerivations,
  compileIngest,
  compileSources,
  createDetector,
  isRefused,
  openIngest,
  packRules,
  recogniseEvents,
  type SigmaAlert,
} from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { describeCorpus } from './corpora.ts';
import { type HubCase, hubCases } from './hub-cases.ts';

const SERVICES = ['nginx', 'apache2', 'traefik', 'sshd', 'wordpress', 'magento', 'odoo', 'keycloak'];

describeCorpus('crowdsec-hub/.tests', 'logs of the CrowdSec hub', (root) => {
  const cases = hubCases(root);
  const watch = watcher();

  it('alerts on the source of each attack, and on nothing else', { timeout: 120_000 }, () => {
    const byService = new Map<string, { seen: number; all: number }>();
    const missed: string[] = [];
    const wrong: string[] = [];
    for (const each of cases.filter(({ expected, benign }) => benign || expected.length > 0)) {
      const texts = watch(each).map((alert) => JSON.stringify([alert.keys, alert.record]));
      if (each.benign && texts.length > 0) wrong.push(each.name);
      const sum = byService.get(each.service) ?? { seen: 0, all: 0 };
      byService.set(each.service, sum);
      for (const { scenario, sources } of each.expected) {
        sum.all++;
        const named = (text: string): boolean =>
          sources.length === 0 || sources.some((source) => text.includes(source));
        if (texts.some(named)) sum.seen++;
        else missed.push(`${each.name} ${scenario}`);
      }
    }
    report(byService, missed, cases.filter(({ benign }) => benign).length, wrong);
    const sums = [...byService];
    expect(shareOf(sums.map(([, sum]) => sum))).toBeGreaterThanOrEqual(0.8);
    expect(
      shareOf(sums.filter(([name]) => SERVICES.includes(name)).map(([, sum]) => sum)),
    ).toBeGreaterThanOrEqual(0.8);
    expect(wrong).toEqual([]);
  });
});

/** Alerts at medium or above, as `ensuresec detect` finds them. */
function watcher(): (each: HubCase) => readonly SigmaAlert[] {
  const pack = resolvePack('e-commerce', packReader('packs')).value;
  const rules = pack === undefined ? undefined : packRules(pack).value;
  if (pack === undefined || rules === undefined) throw new Error('the pack does not load');
  const knowledge = compileIngest(pack);
  const recognise = recogniseEvents(pack.events, compileSources(pack.sources));
  const derive = compileDerivations(pack.derivations);
  return ({ name, log }) => {
    const stream = openIngest(knowledge, { source: name, format: 'auto', receivedAt: Date.UTC(2026, 0, 1) });
    const detector = createDetector(rules, { recognise, derive, lateness: 300_000 });
    const alerts = [...stream.push(readFileSync(log)), ...stream.end()].flatMap((item) =>
      isRefused(item) ? [] : detector.accept(item.record, { file: name, line: item.line }, item.source),
    );
    return [...alerts, ...detector.end()].filter(
      ({ rule }) => !['informational', 'low'].includes(rule.level),
    );
  };
}

type Sums = readonly { readonly seen: number; readonly all: number }[];

function shareOf(sums: Sums): number {
  return sums.reduce((sum, { seen }) => sum + seen, 0) / sums.reduce((sum, { all }) => sum + all, 0);
}

function report(
  byService: ReadonlyMap<string, Sums[number]>,
  missed: readonly string[],
  benign: number,
  wrong: readonly string[],
): void {
  const lines = [...byService]
    .filter(([, { all }]) => all > 0)
    .map(([name, { seen, all }]) => `${name} ${seen}/${all}`);
  process.stdout.write(
    `crowdsec hub: ${(100 * shareOf([...byService.values()])).toFixed(1)} % of the scenarios: ${lines.join(', ')}\n` +
      `crowdsec hub, not seen: ${missed.join('; ')}\n` +
      `crowdsec hub: ${wrong.length} of ${benign} benign logs alert ${wrong.join(' ')}\n`,
  );
}
