// SPDX-License-Identifier: Apache-2.0
// Makes campaigns, looks how they stand, invites, and takes people out.
import type { Answer } from '../../server/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { nearHint } from '../near.ts';
import { forJson } from '../render/escape.ts';
import type { Campaigning } from './verb.ts';

export async function create({ call, ask, operands: [file] }: Campaigning): Promise<number> {
  if (file === undefined) throw new Failure(EXIT.usage, '`campaign create` takes the file of a campaign');
  const text = new TextDecoder().decode(readBytes(call, file));
  try {
    const { campaign, problems } = await ask('createCampaign', { body: { text } });
    for (const { message } of problems)
      call.say(`${call.aside.yellow('warning')} ${call.aside.safe(message)}`);
    call.io.stdout.write(call.options.flag('json') ? forJson(campaign) : campaignText(campaign, call.style));
    return EXIT.secure;
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error;
    const problems = error.problems.map((each) => ({ ...each, at: { ...each.at, file } }));
    throw new Failure(error.code, `Cannot run ${file}`, undefined, problems);
  }
}

export async function status({ call, ask, operands: [id] }: Campaigning): Promise<number> {
  const { io, options, style } = call;
  if (id === undefined) {
    const { campaigns } = await ask('campaigns', {});
    if (campaigns.length === 0)
      throw new Failure(EXIT.nothing, 'There is no campaign', 'ensuresec campaign create FILE makes one');
    io.stdout.write(
      options.flag('json')
        ? forJson({ campaigns })
        : campaigns.map((each) => campaignText(each, style)).join('\n'),
    );
    return EXIT.secure;
  }
  const found = await ask('campaign', { params: { id } });
  const people = found.people.map(
    ({ person, name = '(erased)', email, group }) =>
      `  ${person}  ${[name, email, group]
        .flatMap((each) => each ?? [])
        .map(style.safe)
        .join(', ')}\n`,
  );
  io.stdout.write(
    options.flag('json') ? forJson(found) : `${campaignText(found.campaign, style)}${people.join('')}`,
  );
  return EXIT.secure;
}

type View = Answer<'campaign'>['campaign'];

function campaignText(
  { id, title, state, people, trial, tests }: View,
  style: { bold(text: string): string; safe(text: string): string },
): string {
  const lines = tests.map(({ day, state: now, opens, invited, finished }) => {
    const when = now === 'to-come' ? `opens ${opens.slice(0, 10)}` : now;
    return `  day ${day}: ${when}, ${invited} invited, ${finished} finished\n`;
  });
  const kind = trial ? ', a trial' : '';
  return `${style.bold(style.safe(id))}  ${style.safe(title)}: ${state.replace('-', ' ')}, ${people === 1 ? '1 person' : `${people} people`}${kind}\n${lines.join('')}`;
}

/** By mail where there is a mail server, else as links that are handed out. */
export async function invite({ call, ask, server, operands: [id] }: Campaigning): Promise<number> {
  if (id === undefined) throw new Failure(EXIT.usage, '`campaign invite` takes the id of a campaign');
  const { io, options, style } = call;
  if (options.flag('links')) {
    const { links } = await ask('giveLinks', { params: { id } });
    const base = options.text('address') ?? server ?? '';
    const told = links.map(({ path, ...each }) => ({ ...each, link: `${base.replace(/\/+$/, '')}${path}` }));
    io.stdout.write(
      options.flag('json')
        ? forJson({ links: told })
        : told.map(({ name, link }) => `${style.safe(name)}  ${style.safe(link)}\n`).join(''),
    );
    return EXIT.secure;
  }
  const end = await ask('sendMails', { params: { id } });
  const { sent, before, repeated, bounced } = end;
  io.stdout.write(
    options.flag('json')
      ? forJson(end)
      : `${sent} sent now, ${before} had theirs before, ${repeated} repeated after a break, ${bounced} refused for good\n`,
  );
  return bounced > 0 ? EXIT.findings : EXIT.secure;
}

export async function end({ call, ask, operands: [id] }: Campaigning): Promise<number> {
  if (id === undefined) throw new Failure(EXIT.usage, '`campaign end` takes the id of a campaign');
  const campaign = await ask('endCampaign', { params: { id } });
  call.io.stdout.write(call.options.flag('json') ? forJson(campaign) : campaignText(campaign, call.style));
  return EXIT.secure;
}

/** @throws Failure 4 when nobody, or more than one, is called so. */
export async function personNamed({ ask }: Campaigning, id: string, named: string): Promise<string> {
  const { people } = await ask('campaign', { params: { id } });
  const found = people.filter(({ person, name, email }) => [person, name, email].includes(named));
  const [one] = found;
  if (found.length > 1)
    throw new Failure(
      EXIT.nothing,
      `More than one person of this campaign is called \`${named}\``,
      'Name the id or the address: ensuresec campaign status ID lists them',
    );
  if (one === undefined)
    throw new Failure(
      EXIT.nothing,
      `There is no person \`${named}\` in this campaign`,
      nearHint(
        named,
        people.flatMap(({ person, name, email }) => [person, name ?? [], email ?? []].flat()),
        'ensuresec campaign status ID lists them',
      ),
    );
  return one.person;
}

export async function removePerson(asked: Campaigning): Promise<number> {
  const [id, named] = asked.operands;
  if (id === undefined || named === undefined)
    throw new Failure(EXIT.usage, '`campaign remove-person` takes the id of a campaign, and a person');
  const person = await personNamed(asked, id, named);
  await asked.ask('removeParticipant', { params: { id, person } });
  asked.call.say(`Erased: name, address, links and answers of ${asked.call.aside.safe(person)}`);
  return EXIT.secure;
}
