// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { scoreVectors } from '../vulnerabilities/score.ts';

export const vulnerabilities: CommandSpec = {
  name: 'vulnerabilities',
  summary: 'How bad a flaw in software is',
  operands: [
    { name: '<verb>', text: 'score: score and severity of CVSS vectors, 3.0, 3.1 and 4.0' },
    { name: '[what...]', text: 'CVSS vectors' },
  ],
  examples: [
    'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'ensuresec vulnerabilities score --from vectors.txt --json',
  ],
  options: [
    {
      flags: '--from <file>',
      text: 'Also score the first word of each line of this file',
      repeat: true,
      completes: 'file',
    },
    JSON_OPTION,
  ],
  run: (call) => {
    const [verb, ...what] = call.operands;
    if (verb === 'score') return scoreVectors(call, what);
    throw new Failure(
      EXIT.usage,
      `There is no \`vulnerabilities ${verb}\`: expected score`,
      'ensuresec vulnerabilities score CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    );
  },
};
