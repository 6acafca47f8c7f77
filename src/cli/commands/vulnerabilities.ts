// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearHint } from '../near.ts';
import { scan } from '../vulnerabilities/scan.ts';
import { scoreVectors } from '../vulnerabilities/score.ts';
import { watchFeeds } from '../vulnerabilities/watch.ts';

export const vulnerabilities: CommandSpec = {
  name: 'vulnerabilities',
  summary:
    'Known flaws of the software, worst first: what opens an attack path, is exploited, is likely, is severe',
  operands: [
    {
      name: '<verb>',
      text: 'scan: software against advisories; watch: the same again and again, telling what is new; score: score and severity of CVSS vectors',
    },
    {
      name: '[what...]',
      text: 'scan: a model or its folder (default: ensuresec.yaml), or SBOM and VEX files in CycloneDX, and VEX in CSAF; watch: a model; score: vectors of CVSS 3.0, 3.1 or 4.0',
    },
  ],
  examples: [
    'ensuresec vulnerabilities scan ensuresec.yaml --feed feeds',
    'ensuresec vulnerabilities scan shop.cdx.json shop.vex.json --feed feeds --json',
    'ensuresec vulnerabilities watch ensuresec.yaml --feed feeds --json --state known.json',
    'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'ensuresec vulnerabilities score --from vectors.txt --json',
  ],
  options: [
    {
      flags: '--feed <folder>',
      text: 'scan, watch: OSV advisories and a KEV catalogue (JSON), EPSS scores (CSV), or the same with .gz',
      completes: 'folder',
    },
    {
      flags: '--exceptions <file>',
      text: 'scan, watch: flaws to live with, each with a reason and a last day',
      completes: 'file',
    },
    { flags: '--attacker <id>', text: 'scan, watch: only this attacker (repeatable)', repeat: true },
    { flags: '--target <id>', text: 'scan, watch: only this target (repeatable)', repeat: true },
    {
      flags: '--assume <atom>',
      text: 'scan, watch: what the attacker has from the start (repeatable)',
      repeat: true,
    },
    { flags: '--every <seconds>', text: 'watch: how often to look at the feeds', preset: '10' },
    { flags: '--once', text: 'watch: look once and end' },
    {
      flags: '--state <file>',
      text: 'watch: where to keep what is known, so that the next watch tells what came since',
      completes: 'file',
    },
    {
      flags: '--from <file>',
      text: 'score: also the first word of each line of this file',
      repeat: true,
      completes: 'file',
    },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [verb, ...what] = call.operands;
    if (verb === 'scan') return scan(call, what);
    if (verb === 'watch') return watchFeeds(call, what);
    if (verb === 'score') return scoreVectors(call, what);
    throw new Failure(
      EXIT.usage,
      `There is no \`vulnerabilities ${verb}\`: expected scan, watch or score`,
      nearHint(
        verb ?? '',
        ['scan', 'watch', 'score'],
        'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      ),
    );
  },
};
