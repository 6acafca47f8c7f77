// SPDX-License-Identifier: Apache-2.0
// How mail of campaigns goes out, as `up` and `campaign` are told.
import type { MailRoute } from '../../server/index.ts';
import type { Call, OptionSpec } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { withPassword } from '../incident/notify.ts';

export const MAIL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--smtp <address>',
    text: 'Mail server for campaigns, such as smtp://user@mail.example:587; password in ENSURESEC_SMTP_PASSWORD',
  },
  { flags: '--mail-from <address>', text: 'Who campaigns write as' },
  {
    flags: '--address <url>',
    text: 'Where people reach this server, for links, such as https://play.shop.example',
  },
];

/** Undefined without --smtp. @throws Failure 2 when one of the three is missing or cannot be used. */
export function mailRoute({ options, io }: Call): MailRoute | undefined {
  const [smtp, from, address] = ['smtp', 'mail-from', 'address'].map((name) => options.text(name));
  if (smtp === undefined && from === undefined && address === undefined) return undefined;
  if (smtp === undefined || from === undefined || address === undefined)
    throw new Failure(EXIT.usage, 'Mail of campaigns needs --smtp, --mail-from and --address together');
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(from))
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${from}\` as --mail-from: expected an address such as training@shop.example`,
    );
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${address}\` as --address: expected one such as https://play.shop.example`,
    );
  return {
    smtp: withPassword(smtp, io.env['ENSURESEC_SMTP_PASSWORD']),
    from,
    address: address.replace(/\/+$/, ''),
  };
}
