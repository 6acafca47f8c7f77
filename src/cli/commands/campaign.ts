// SPDX-License-Identifier: Apache-2.0
import { asking } from '../campaign/asking.ts';
import { badge, verifyBadge } from '../campaign/badge.ts';
import { create, end, invite, removePerson, status } from '../campaign/manage.ts';
import { exportResults, record, results } from '../campaign/tell.ts';
import type { Campaigning } from '../campaign/verb.ts';
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { MAIL_OPTIONS } from '../up/mail.ts';
import { verbNamed } from '../verb.ts';

interface CampaignVerb {
  readonly name: string;
  readonly run: (asked: Campaigning) => Promise<number>;
}

const VERBS: readonly CampaignVerb[] = [
  { name: 'create', run: create },
  { name: 'status', run: status },
  { name: 'invite', run: invite },
  { name: 'results', run: results },
  { name: 'export', run: exportResults },
  { name: 'record', run: record },
  { name: 'badge', run: badge },
  { name: 'verify-badge', run: ({ call, operands: [file] }) => verifyBadge(call, file) },
  { name: 'remove-person', run: removePerson },
  { name: 'end', run: end },
];

export const campaign: CommandSpec = {
  name: 'campaign',
  summary: 'Train people and measure it: invitations, tests, results of groups, badges',
  operands: [
    {
      name: '[verb]',
      text: 'create FILE, status [ID] (the default), invite ID, results ID, export ID, record ID, badge ID PERSON, verify-badge FILE, remove-person ID PERSON, end ID',
    },
    { name: '[operands...]', text: 'As the verb takes them' },
  ],
  examples: [
    'ensuresec campaign create campaign.yaml',
    'ensuresec campaign invite autumn --links',
    'ensuresec campaign results autumn',
    'ensuresec campaign export autumn --format csv',
  ],
  options: [
    {
      flags: '--data <folder>',
      text: 'Folder of the data; a server that runs on it is asked instead of the folder',
      preset: 'ensuresec-data',
      completes: 'folder',
    },
    { flags: '--links', text: 'invite: print a link for each person instead of writing to them' },
    ...MAIL_OPTIONS,
    {
      flags: '--format <format>',
      text: 'export: results as csv or json; answers under random accounts as xapi, one statement a line',
      choices: ['csv', 'json', 'xapi'],
      preset: 'json',
    },
    {
      flags: '--badge-key <x>',
      text: 'verify-badge: `x` of the public key that must have signed it, as /v1/badge-key tells it',
    },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [name = 'status', ...operands] = call.operands;
    const { run } = verbNamed('campaign', name, VERBS);
    const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    return asking(call, pack, (ask, server) => run({ call, ask, server, operands }));
  },
};
