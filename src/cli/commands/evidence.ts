// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, type OptionSpec } from '../command.ts';
import { DEFAULT_ORIGIN } from '../evidence/log-folder.ts';
import { VERBS } from '../evidence/verbs.ts';
import { EXIT, Failure } from '../exit.ts';
import { verbNamed } from '../verb.ts';
import { refuseForeign } from '../verb-options.ts';

const OPTIONS: readonly OptionSpec[] = [
  { flags: '--log <folder>', text: 'Folder of the log (default: evidence)', completes: 'folder' },
  { flags: '--origin <name>', text: `append: name of a new log (default: ${DEFAULT_ORIGIN})` },
  { flags: '--actor <name>', text: 'Who does it (default: the user of this machine)' },
  { flags: '--since <size>', text: 'prove: that the first SIZE entries are still the beginning' },
  {
    flags: '--key <vkey>',
    text: 'verify, restore: the key that you know the log by; witness: that of the peer',
  },
  { flags: '--entry <number>', text: 'export: show this entry (repeatable)', repeat: true },
  { flags: '--field <entry:name>', text: 'export: show this personal value (repeatable)', repeat: true },
  { flags: '--tiles', text: 'export: the whole log as a folder of static files' },
  { flags: '--force', text: 'export: replace a bundle that exists' },
  { flags: '--over <file>', text: 'witness: the checkpoint that the time stamp is over', completes: 'file' },
  {
    flags: '--git <repository>',
    text: 'witness: put the checkpoint beside the commit that is checked out there; verify: compare with such notes',
    completes: 'folder',
  },
  { flags: '--as <name>', text: 'cosign: who you are, such as witness.example/w1' },
  {
    flags: '--state <folder>',
    text: 'cosign: your key and what you saw (default: witness)',
    completes: 'folder',
  },
  {
    flags: '--name <name>',
    text: 'erase: name of the personal value (repeatable; default: all)',
    repeat: true,
  },
  { flags: '--reason <text>', text: 'erase: why; it is recorded' },
];

export const evidence: CommandSpec = {
  name: 'evidence',
  summary: 'Keep records so that anybody can check that nothing was changed',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    { name: '[operands...]', text: 'What the verb takes' },
  ],
  examples: [
    'ensuresec evidence append records.ndjson --origin shop.example/evidence',
    'ensuresec evidence prove 1',
    'ensuresec evidence verify',
    'ensuresec evidence export bundle.zip --entry 1',
  ],
  options: [...OPTIONS, JSON_OPTION],
  run: (call) => {
    const [name = '', ...operands] = call.operands;
    const verb = verbNamed('evidence', name, VERBS);
    const least = verb.operands.filter((each) => !each.endsWith('?')).length;
    if (operands.length < least || operands.length > verb.operands.length)
      throw new Failure(
        EXIT.usage,
        `\`evidence ${name}\` takes ${verb.operands.length === 0 ? 'no operand' : verb.operands.map((each) => each.toUpperCase()).join(' ')}: found ${operands.length}`,
      );
    refuseForeign(call, `evidence ${name}`, OPTIONS, ['log', ...verb.options]);
    return verb.run(call, operands);
  },
};
