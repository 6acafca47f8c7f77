// SPDX-License-Identifier: Apache-2.0
import { LEVELS } from '../../monitor/index.ts';
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { VERBS } from '../storefront/verbs.ts';
import { verbNamed } from '../verb.ts';

export const storefront: CommandSpec = {
  name: 'storefront',
  summary:
    'Payment pages as a browser receives them: scripts, headers, forms and where data goes (PCI DSS 6.4.3, 11.6.1)',
  operands: [
    { name: '<verb>', text: VERBS.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
    { name: '[pages...]', text: 'Addresses, or ids of the inventory (default: all pages of the inventory)' },
  ],
  examples: [
    'ensuresec storefront check https://shop.example/checkout',
    'ensuresec storefront approve https://shop.example/checkout --page checkout --by "Ada Byron" --owner "Web team" --reason "Takes card payments"',
    'ensuresec storefront check --events pages.ndjson && ensuresec detect pages.ndjson',
    'ensuresec storefront check --due && ensuresec storefront report --from 2027-01-01',
    'ensuresec storefront approve checkout --by "Ada Byron" --script https://shop.example/app.js --text dist/app.js',
  ],
  options: [
    { flags: '--page <id>', text: 'What the page is called in inventory, log and events' },
    {
      flags: '--steps <file>',
      text: 'The way to the page: what a visitor opens, clicks and fills (YAML)',
      completes: 'file',
    },
    {
      flags: '--browser <file>',
      text: 'Chromium, Chrome or Edge to look with (default: ENSURESEC_CHROMIUM, else what is installed)',
      completes: 'file',
    },
    {
      flags: '--browser-arg <option>',
      text: 'Option of the browser, such as --browser-arg=--no-sandbox (repeatable)',
      repeat: true,
    },
    { flags: '--static', text: 'Read the HTML without a browser: what scripts do is not seen' },
    { flags: '--timeout <seconds>', text: 'Longest time for one page in the browser', preset: '90' },
    {
      flags: '--to <folder>',
      text: 'Folder of inventory, log and captures (default: storefront)',
      completes: 'folder',
    },
    {
      flags: '--events <file>',
      text: 'check: add an event for each change to this file (NDJSON)',
      completes: 'file',
    },
    { flags: '--asset <id>', text: 'check: element of the model that serves the page, for its events' },
    {
      flags: '--fail-on <level>',
      text: 'check: exit 1 from this severity on',
      choices: LEVELS,
      preset: 'medium',
    },
    { flags: '--by <name>', text: 'approve: who approves' },
    { flags: '--owner <name>', text: 'approve: who answers for scripts that are new' },
    { flags: '--reason <text>', text: 'approve: why the page needs them' },
    { flags: '--review <day>', text: 'approve: when to look at the approval again' },
    { flags: '--accept-shape', text: 'approve: inline scripts with other values are the same script' },
    {
      flags: '--accept-address <address>',
      text: 'approve: whatever comes from addresses that begin so; only for suppliers who change scripts without notice (repeatable)',
      repeat: true,
    },
    { flags: '--known', text: 'approve: also with findings that look like an attack' },
    { flags: '--script <address>', text: 'approve: the script that --text is the next text of' },
    {
      flags: '--text <file>',
      text: 'approve: a text that will come, before it is released',
      completes: 'file',
    },
    {
      flags: '--due',
      text: 'check: only pages whose last check is soon older than --every, from six sevenths of it on',
    },
    { flags: '--every <time>', text: 'How often pages are to be checked, such as 7d', preset: '7d' },
    { flags: '--from <day>', text: 'report: first day (default: the first check)' },
    { flags: '--until <day>', text: 'report: last day (default: now)' },
    { flags: '--risk-analysis <reference>', text: 'report: targeted risk analysis that --every comes from' },
    {
      flags: '--html <file>',
      text: 'report: the page to write (default: report.html in the folder)',
      completes: 'file',
    },
    { flags: '--language <code>', text: 'Language of findings', preset: 'en' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [name = '', ...operands] = call.operands;
    return verbNamed('storefront', name, VERBS).run(call, operands);
  },
};
