// SPDX-License-Identifier: Apache-2.0
// What a scan found, for the terminal: worst first, with what each flaw opens and what closes it.
import { counted, plural } from '../../core/counted.ts';
import { type Finding, isOpen, type Scan } from '../vulnerabilities/finding.ts';
import type { Style } from './style.ts';
import { euros, shortName } from './summary.ts';
import { shorten, wrap } from './width.ts';

/** Verdicts that are named one by one. */
const SHOWN = 3;

export function vulnerabilitiesText(scan: Scan, style: Style): string {
  const open = scan.findings.filter(isOpen);
  const paths = open.filter(({ proof }) => (proof?.opens.length ?? 0) > 0).length;
  const proved = open.some(({ proof }) => proof !== undefined);
  const reach = proved ? `${paths} of them open an attack path` : 'no model to prove them in';
  const head = `${open.length} open ${plural(open.length, 'flaw')} in ${counted(scan.components, 'component')}${open.length === 0 ? '' : `, ${reach}`}.`;
  const held = scan.findings.length - open.length;
  const lines = [
    ...wrap(head, style.columns).map(style.bold),
    ...open.flatMap((finding) => ['', ...linesOf(finding, style)]),
    ...(held === 0 ? [] : ['', `${held} held back by an exception or a VEX statement (--json lists them).`]),
    ...statedLines(scan, style),
    ...(scan.unreadable.length === 0 ? [] : ['', 'Not compared, for want of a version that can be read:']),
    ...scan.unreadable.map(
      (purl) => `  ${shorten(style.safe(purl), style.columns - 2, style.glyphs.ellipsis)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function statedLines({ stated = [] }: Scan, style: Style): string[] {
  if (stated.length === 0) return [];
  const rest = stated.length - SHOWN;
  const names = `${stated
    .slice(0, SHOWN)
    .map(({ id, asset }) => `${id} on ${asset}`)
    .join(', ')}${rest > 0 ? ` and ${rest} more (--json lists them)` : ''}`;
  const text = `${counted(stated.length, 'flaw')} that the files state themselves ${stated.length === 1 ? 'is' : 'are'} not confirmed by an advisory of the feeds: ${names}.`;
  return ['', ...wrap(style.safe(text), style.columns).map(style.yellow)];
}

function linesOf(finding: Finding, style: Style): string[] {
  const { cvss, kev, epss, proof, fixed } = finding;
  const indent = (text: string): string[] =>
    wrap(style.safe(text), style.columns - 4).map((line) => `    ${line}`);
  const opens = proof?.opens ?? [];
  const cve = finding.names.find((name) => name.startsWith('CVE-') && name !== finding.advisory);
  const facts = [
    ...(opens.length > 0 ? [style.red('opens a path')] : []),
    ...(kev ? [style.red('exploited (KEV)')] : []),
    ...(epss === undefined ? [] : [`EPSS ${(epss * 100).toFixed(1)} %`]),
    cvss === undefined
      ? 'no CVSS vector: taken as code over the network'
      : `CVSS ${cvss.score.toFixed(1)} ${cvss.severity}`,
  ];
  const more =
    opens.length > SHOWN ? [`    and ${opens.length - SHOWN} more verdicts (--json lists them)`] : [];
  return [
    `  ${style.bold(style.safe(finding.advisory))}${cve === undefined ? '' : ` ${style.safe(cve)}`}  ${facts.join(` ${style.glyphs.dot} `)}`,
    ...indent(`${finding.purl} on ${finding.asset}`),
    ...(finding.summary === '' ? [] : indent(finding.summary.slice(0, 300))),
    ...opens
      .slice(0, SHOWN)
      .flatMap(({ attack, attacker, target, before, after }) =>
        indent(`${before} → ${after}: ${shortName(attack)} on ${target}, by ${shortName(attacker)}`),
      ),
    ...more,
    ...(fixed.length === 0 ? [] : indent(`Mended in ${fixed.join(', ')}`)),
    ...(proof?.cut === undefined
      ? []
      : indent(`Cheapest cut: ${proof.cut.name} on ${proof.cut.on} (${euros(proof.cut.cost)})`)),
  ];
}
