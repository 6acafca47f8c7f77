// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { VERBS } from '../learn/verbs.ts';
import { verbNamed } from '../verb.ts';

export const learn: CommandSpec = {
  name: 'learn',
  summary: 'From events: rules of attacks, what always held, what is usual, and facts of the model',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    { name: '[operands...]', text: 'Files of events or values, or ids of candidates' },
  ],
  examples: [
    'ensuresec learn rules monday.ndjson --labels monday.truth.ndjson --test tuesday.ndjson --test-labels tuesday.truth.ndjson',
    'ensuresec learn invariants usual-days.ndjson',
    'ensuresec learn baseline weeks.ndjson --model ensuresec.yaml',
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
      text: 'rules, baseline: events kept aside to score by (repeatable)',
      repeat: true,
      completes: 'file',
    },
    {
      flags: '--test-labels <file>',
      text: 'rules, baseline: labels of these (repeatable)',
      repeat: true,
      completes: 'file',
    },
    {
      flags: '--to <folder>',
      text: 'Folder of candidates and of the pack of approved ones (default: learnt); label: file of labels',
      completes: 'folder',
    },
    {
      flags: '--model <file>',
      text: 'baseline: the model of your ecosystem; parameters, score: the model of values (default: parameters.json)',
      completes: 'file',
    },
    {
      flags: '--alarms <number>',
      text: 'baseline: alarms that each may raise in 30 usual days',
      preset: '1',
    },
    { flags: '--incident <id>', text: 'label: the incident' },
    { flags: '--attack <name>', text: 'label: what the attack is called' },
    {
      flags: '--from <file>',
      text: 'label, refine: incidents, from JSON of `detect --json` or of /v1/incidents',
      completes: 'file',
    },
    {
      flags: '--data <folder>',
      text: 'refine: folder of the data of `ensuresec up`, with the verdicts',
      preset: 'ensuresec-data',
      completes: 'folder',
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
