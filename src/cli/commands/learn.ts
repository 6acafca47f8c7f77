// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { VERBS } from '../learn/verbs.ts';
import { verbNamed } from '../verb.ts';

export const learn: CommandSpec = {
  name: 'learn',
  summary: 'Policies from events: of labelled attacks, and of what always held',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    { name: '[operands...]', text: 'Files of events or values, or ids of candidates' },
  ],
  examples: [
    'ensuresec learn rules monday.ndjson --labels monday.truth.ndjson --test tuesday.ndjson --test-labels tuesday.truth.ndjson',
    'ensuresec learn invariants usual-days.ndjson',
    'ensuresec learn parameters train.csv && ensuresec learn score test.csv',
    'ensuresec learn list',
    'ensuresec learn approve learnt/policy/van-robbed-vehicle-pos-1a2b3c4d',
  ],
  options: [
    {
      flags: '--labels <file>',
      text: 'Which events are part of which attack, for each file of events (repeatable)',
      repeat: true,
      completes: 'file',
    },
    {
      flags: '--test <file>',
      text: 'rules: events kept aside to score by (repeatable)',
      repeat: true,
      completes: 'file',
    },
    {
      flags: '--test-labels <file>',
      text: 'rules: labels of these (repeatable)',
      repeat: true,
      completes: 'file',
    },
    {
      flags: '--to <folder>',
      text: 'Folder of candidates and of the pack of approved ones (default: learnt)',
      completes: 'folder',
    },
    {
      flags: '--model <file>',
      text: 'parameters, score: the model of values (default: parameters.json)',
      completes: 'file',
    },
    { flags: '--reason <text>', text: 'approve, reject: why; it is kept' },
    { flags: '--seed <number>', text: 'The same seed gives the same answer', preset: '1' },
    { flags: '--all', text: 'Every candidate' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [name = '', ...operands] = call.operands;
    return verbNamed('learn', name, VERBS).run(call, operands);
  },
};
