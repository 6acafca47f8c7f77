// SPDX-License-Identifier: Apache-2.0
import { checkBrand } from '../brand/check.ts';
import { listVariants } from '../brand/variants.ts';
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearHint } from '../near.ts';

export const brand: CommandSpec = {
  name: 'brand',
  summary:
    'Who passes himself off as you: look-alike domains and certificates, fake shops, reported messages',
  operands: [
    {
      name: '<verb>',
      text: 'check: names that were seen, against yours; variants: names that somebody may take',
    },
    { name: '[domain...]', text: 'Your domains; names below them are yours too' },
  ],
  examples: [
    'ensuresec brand check shop.example --feed certificates.ndjson',
    'ensuresec brand check shop.example shop.org --feed reports.ndjson --events',
    'ensuresec brand variants shop.example --json',
  ],
  options: [
    {
      flags: '--feed <file>',
      text: 'check: domains, certificates (crt.sh, certstream), pages or reports of customers, one a line or one JSON array; .gz too (repeatable)',
      repeat: true,
      completes: 'file',
    },
    { flags: '--events', text: 'check: an event for each, for `up` and `detect`, instead of the answer' },
    { flags: '--language <code>', text: 'Language of the reasons', preset: 'en' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [verb, ...domains] = call.operands;
    if (verb === 'check') return checkBrand(call, domains);
    if (verb === 'variants') return listVariants(call, domains);
    throw new Failure(
      EXIT.usage,
      `There is no \`brand ${verb}\`: expected check or variants`,
      nearHint(
        verb ?? '',
        ['check', 'variants'],
        'ensuresec brand check shop.example --feed certificates.ndjson',
      ),
    );
  },
};
