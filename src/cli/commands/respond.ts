// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, type OptionSpec, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { VERBS } from '../respond/verbs.ts';
import { verbNamed } from '../verb.ts';
import { refuseForeign } from '../verb-options.ts';

const options: readonly OptionSpec[] = [
  { flags: '--threat <name>', text: 'list: only those that answer this threat (number or name)' },
  { flags: '--language <code>', text: 'Language of the playbooks of the pack (default: en)' },
  {
    flags: '--key <file>',
    text: 'lint: public key (PEM) of the signer that you trust; every signature must fit it',
    completes: 'file',
  },
  JSON_OPTION,
  PACK_OPTION,
];

export const respond: CommandSpec = {
  name: 'respond',
  summary: 'Playbooks: which there are, what is wrong with one, what it would do',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    { name: '[playbook]', text: 'Playbook of CACAO 2.0 (JSON or YAML), or the name of one of the pack' },
  ],
  examples: [
    'ensuresec respond list',
    'ensuresec respond list --threat card-testing',
    'ensuresec respond plan checkout-skimmer',
    'ensuresec respond export checkout-skimmer > playbook.json',
    'ensuresec respond lint playbook.json --key signer.pem',
  ],
  options,
  run: (call) => {
    const [name = '', operand] = call.operands;
    const verb = verbNamed('respond', name, VERBS);
    refuseForeign(call, `respond ${name}`, options, ['json', ...verb.options]);
    if (name === 'list' && operand !== undefined)
      throw new Failure(EXIT.usage, 'Cannot list one playbook: `respond list` takes no name');
    return verb.run(call, operand);
  },
};
