// SPDX-License-Identifier: Apache-2.0
import { type CommandSpec, JSON_OPTION, type OptionSpec, PACK_OPTION } from '../command.ts';
import { BOOK_VERBS } from '../respond/book-verbs.ts';
import { RUN_OPTIONS, RUN_VERBS } from '../respond/run-verbs.ts';
import { verbNamed } from '../verb.ts';
import { refuseForeign } from '../verb-options.ts';

const VERBS = [...BOOK_VERBS, ...RUN_VERBS];

const OPTIONS: readonly OptionSpec[] = [
  { flags: '--threat <name>', text: 'list: only those that answer this threat (number or name)' },
  { flags: '--language <code>', text: 'Language of the playbooks of the pack (default: en)' },
  {
    flags: '--key <file>',
    text: 'lint: public key (PEM) of the signer that you trust; every signature must fit it. sign: your private key (PEM)',
    completes: 'file',
  },
  { flags: '--signee <name>', text: 'sign: whose key it is' },
  ...RUN_OPTIONS,
  PACK_OPTION,
];

export const respond: CommandSpec = {
  name: 'respond',
  summary: 'Playbooks (CACAO 2.0): find one, check it, see what it would do, and carry it out',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    {
      name: '[operands...]',
      text: 'Playbook of CACAO 2.0 (JSON or YAML), the name of one of the pack, or what the verb takes',
    },
  ],
  examples: [
    'ensuresec respond list --threat card-testing',
    'ensuresec respond plan checkout-skimmer',
    'ensuresec respond export checkout-skimmer > playbook.json',
    'ensuresec respond lint playbook.json --key signer.pem',
    'ensuresec respond run playbook.json --simulate',
    'ensuresec respond approve 2027-0001 3 --actor maria',
  ],
  options: [...OPTIONS, JSON_OPTION],
  run: (call) => {
    const [name = '', ...operands] = call.operands;
    const verb = verbNamed('respond', name, VERBS);
    refuseForeign(call, `respond ${name}`, OPTIONS, verb.options);
    return verb.run(call, operands);
  },
};
