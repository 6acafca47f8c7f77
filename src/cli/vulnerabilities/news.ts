// SPDX-License-Identifier: Apache-2.0
// What a watch tells: for people what came and went and what it does, for programs an event for each verdict that turns.
import { cloudEvent } from '../../model/index.ts';
import { forJsonLine } from '../render/escape.ts';
import type { Style } from '../render/style.ts';
import { shortName } from '../render/summary.ts';
import type { News, Turn } from './board.ts';
import type { Finding } from './finding.ts';

/** @returns a line of NDJSON: a CloudEvent of the type `verdict.change`, which rules of the packs ask for. */
export function turnEvent(
  { findings, change }: Turn,
  at: { readonly time: number; readonly number: number; readonly milliseconds: number },
): string {
  const { question, before, after, newPath } = change;
  const worst = [...findings].sort(byThreat)[0] as Finding;
  const cve = worst.names.find((name) => name.startsWith('CVE-'));
  return forJsonLine(
    cloudEvent({
      id: `${at.time.toString(36)}-${at.number}`,
      source: 'ensuresec/vulnerabilities',
      type: 'verdict.change',
      time: at.time,
      subject: question.target,
      keys: { asset: worst.asset },
      trust: 'token',
      data: {
        attack: question.attack.id,
        attacker: question.attacker,
        target: question.target,
        severity: question.attack.severity,
        before,
        after,
        cause: worst.advisory,
        ...(cve === undefined ? {} : { cve }),
        purl: worst.purl,
        ...(worst.fixed.length === 0 ? {} : { fixed: worst.fixed.join(', ') }),
        exploited: findings.some(({ kev }) => kev),
        ...(worst.epss === undefined ? {} : { epss: worst.epss }),
        ...(worst.cvss === undefined ? {} : { cvss: worst.cvss.score }),
        flaws: findings.length,
        steps: newPath.length,
        milliseconds: at.milliseconds,
      },
    }),
  );
}

/** Used, likely, severe. */
function byThreat(one: Finding, other: Finding): number {
  return (
    Number(other.kev) - Number(one.kev) ||
    (other.epss ?? 0) - (one.epss ?? 0) ||
    (other.cvss?.score ?? 0) - (one.cvss?.score ?? 0)
  );
}

export function newsText({ came, went, turns }: News, milliseconds: number, style: Style): string {
  const line = (sign: string, { advisory, purl, asset, kev, cvss }: Finding): string => {
    const facts = [
      ...(kev ? ['exploited (KEV)'] : []),
      ...(cvss === undefined ? [] : [`CVSS ${cvss.score.toFixed(1)}`]),
    ];
    return `${sign} ${style.safe(advisory)}  ${style.safe(purl)} on ${style.safe(asset)}  ${facts.join(` ${style.glyphs.dot} `)}`.trimEnd();
  };
  const turned = turns.map(({ findings, change: { question, before, after } }) => {
    const turn = `${before} ${style.glyphs.arrow} ${after}`;
    const shown = after === 'INSECURE' ? style.red(turn) : after === 'SECURE' ? style.green(turn) : turn;
    const by = [...new Set(findings.map(({ advisory }) => advisory))].join(', ');
    return `    ${shown}  ${style.safe(`${shortName(question.attack.id)} on ${question.target}, by ${shortName(question.attacker)} (${by})`)}`;
  });
  const end = style.dim(`    ${turns.length} verdicts turned, in ${milliseconds.toFixed(1)} ms`);
  return `${[...came.map((each) => line(style.bold('+'), each)), ...went.map((each) => line('-', each)), ...turned, end].join('\n')}\n`;
}
