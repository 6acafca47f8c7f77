// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { scan } from '../vulnerabilities/scan.ts';
import { scoreVectors } from '../vulnerabilities/score.ts';

export const vulnerabilities: CommandSpec = {
  name: 'vulnerabilities',
  summary:
    'Known flaws of the software, worst first: what opens an attack path, is exploited, is likely, is severe',
  operands: [
    { name: '<verb>', text: 'scan: software against advisories; score: score and severity of CVSS vectors' },
    {
      name: '[what...]',
      text: 'scan: a model or its folder (default: ensuresec.yaml), or SBOM and VEX files in CycloneDX; score: vectors of CVSS 3.0, 3.1 or 4.0',
    },
  ],
  examples: [
    'ensuresec vulnerabilities scan ensuresec.yaml --feed feeds',
    'ensuresec vulnerabilities scan shop.cdx.json shop.vex.json --feed feeds --json',
    'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'ensuresec vulnerabilities score --from vectors.txt --json',
  ],
  options: [
    {
      flags: '--feed <folder>',
      text: 'scan: OSV advisories and a KEV catalogue (JSON), EPSS scores (CSV)',
      completes: 'folder',
    },
    {
      flags: '--exceptions <file>',
      text: 'scan: flaws to live with, each with a reason and a last day',
      completes: 'file',
    },
    { flags: '--attacker <id>', text: 'scan: only this attacker (repeatable)', repeat: true },
    { flags: '--target <id>', text: 'scan: only this target (repeatable)', repeat: true },
    {
      flags: '--assume <atom>',
      text: 'scan: what the attacker has from the start (repeatable)',
      repeat: true,
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
    if (verb === 'score') return scoreVectors(call, what);
    throw new Failure(
      EXIT.usage,
      `There is no \`vulnerabilities ${verb}\`: expected scan or score`,
      'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    );
  },
};
