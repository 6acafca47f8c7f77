// SPDX-License-Identifier: Apache-2.0
import type { Incident } from '../../respond/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, type OptionSpec, PACK_OPTION } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, Failure } from '../exit.ts';
import { affected } from '../incident/affected.ts';
import { facts } from '../incident/facts.ts';
import { notify } from '../incident/notify.ts';
import { openIncident } from '../incident/open.ts';
import { placeOf } from '../incident/place.ts';
import { dutiesOf, incidentOf, readIncidents, recordEvent } from '../incident/record-event.ts';
import { publish } from '../incident/status-page.ts';
import { incidentJson } from '../incident/summary.ts';
import { RECORD_VERBS } from '../incident/verbs.ts';
import { nearHint } from '../near.ts';
import { forJson } from '../render/escape.ts';
import { incidentLine, incidentText } from '../render/incident.ts';
import { refuseForeign } from '../verb-options.ts';

const DATA = 'ensuresec-data';

const OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--data <folder>',
    text: 'Folder of the data; the log of evidence is in it',
    preset: DATA,
    completes: 'folder',
  },
  { flags: '--actor <name>', text: 'Who does it (default: the user of this machine)' },
  { flags: '--zone <name>', text: 'open: time zone of the operator (default: UTC)' },
  { flags: '--occurred <time>', text: 'open: when it began, as far as known' },
  { flags: '--detected <time>', text: 'open: when the first alert came' },
  { flags: '--id <id>', text: 'open: its id, instead of the next free number of the year' },
  {
    flags: '--model <file>',
    text: 'show: also what the attacker can reach next in this model',
    completes: 'file',
  },
  { flags: '--events <file>', text: 'affected, notify: the events that are asked', completes: 'file' },
  {
    flags: '--query <file>',
    text: 'affected: which of them count, and by which keys (YAML or JSON)',
    completes: 'file',
  },
  {
    flags: '--contacts <file>',
    text: 'notify: a JSON object a line with person, email, language',
    completes: 'file',
  },
  {
    flags: '--smtp <url>',
    text: 'notify: mail server, such as smtp://127.0.0.1:2525; its password in ENSURESEC_SMTP_PASSWORD',
  },
  { flags: '--from <address>', text: 'notify: sender of the messages' },
  {
    flags: '--language <code>',
    text: 'announce: of the text; status-page: of the page, such as de (default: en)',
  },
  { flags: '--notice <id>', text: 'status-page: also the steps of this notice' },
  { flags: '--out <file>', text: 'status-page: where to', completes: 'file' },
  { flags: '--why <text>', text: 'advance: the reason' },
  { flags: '--into <id>', text: 'advance merged: the incident that goes on' },
  { flags: '--source <text>', text: 'state: where the value is recorded' },
  { flags: '--at <time>', text: 'sent: when, where it was not now' },
  { flags: '--owner <name>', text: 'task: who does it' },
  { flags: '--due <time>', text: 'task: until when' },
  { flags: '--tlp <marking>', text: 'observe: marking of this indicator alone' },
];

const SHOWN = [
  'open TITLE: begin one',
  'list: all of them',
  'show ID: where it stands, and everything that happened',
  'affected ID: who was hit, by a query over events that is recorded',
  'notify ID NOTICE: one message to each of them',
  'status-page ID: what everybody may read of it, as one page',
  'facts ID FILE: all that a record states, each value as an entry',
];

const SHOWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  open: ['zone', 'occurred', 'detected', 'id'],
  show: ['model'],
  affected: ['events', 'query'],
  notify: ['events', 'contacts', 'smtp', 'from'],
  'status-page': ['out', 'language', 'notice'],
};

/** Verbs with code of their own. */
const OTHER_VERBS = ['open', 'list', 'show', 'affected', 'notify', 'status-page', 'facts'];

export const incident: CommandSpec = {
  name: 'incident',
  summary: 'Lead an incident: every step is in the log of evidence, and on disk when it is acknowledged',
  operands: [
    {
      name: '<verb>',
      text: [
        ...SHOWN,
        ...RECORD_VERBS.map(
          ({ name, operands, summary }) =>
            `${name} ID ${operands.map((each) => each.toUpperCase()).join(' ')}: ${summary}`,
        ),
      ].join('; '),
    },
    { name: '[operands...]', text: 'What the verb takes' },
  ],
  examples: [
    'ensuresec incident open "Card data read on the payment page" --zone Europe/Athens',
    'ensuresec incident advance 2027-0001 triaged',
    'ensuresec incident show 2027-0001 --model ensuresec.yaml',
  ],
  options: [...OPTIONS, JSON_OPTION, PACK_OPTION],
  run: async (call) => {
    const [name = '', ...operands] = call.operands;
    const verb = RECORD_VERBS.find((each) => each.name === name);
    refuseForeign(call, `incident ${name}`, OPTIONS, [
      'data',
      'actor',
      ...(verb?.options ?? SHOWN_OPTIONS[name] ?? []),
    ]);
    if (name === 'list') return list(call);
    if (name === 'show') return show(call, operands[0]);
    if (name === 'affected') return affected(call, operands);
    if (name === 'notify') return notify(call, operands);
    if (name === 'status-page') return publish(call, operands);
    if (name === 'facts') return facts(call, operands);
    if (name === 'open') return acknowledge(call, await openIncident(call, operands));
    if (verb === undefined) {
      const names = [...OTHER_VERBS, ...RECORD_VERBS.map((each) => each.name)];
      throw new Failure(
        EXIT.usage,
        `There is no \`incident ${name}\`: expected ${names.join(', ')}`,
        nearHint(name, names),
      );
    }
    const [id, ...rest] = operands;
    const least = verb.operands.filter((each) => !each.endsWith('?')).length;
    if (id === undefined || rest.length < least || rest.length > verb.operands.length)
      throw new Failure(
        EXIT.usage,
        `\`incident ${name}\` takes ${['id', ...verb.operands].map((each) => each.toUpperCase()).join(' ')}: found ${operands.length}`,
      );
    return acknowledge(call, await recordEvent(call, id, verb.event(rest, call)));
  },
};

function acknowledge(
  call: Call,
  { incident: after, entry }: { readonly incident: Incident; readonly entry: number },
): number {
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/case-receipt/1', incident: after.id, entry, phase: after.machine.phase })
      : `${style.green(style.glyphs.secure)} ${style.safe(after.id)} ${after.machine.phase}; on disk as entry ${entry}\n`,
  );
  return EXIT.secure;
}

function list(call: Call): Promise<number> {
  return withLog(call, false, async (log, store) => {
    const incidents = [...(await readIncidents({ log, store })).values()];
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({
            schema: 'ensuresec/cases/1',
            incidents: incidents.map(({ id, title, machine, owner }) => ({
              id,
              title,
              phase: machine.phase,
              tlp: machine.tlp,
              owner,
            })),
          })
        : incidents.map((each) => incidentLine(each, call.style)).join(''),
    );
    return EXIT.secure;
  });
}

function show(call: Call, id: string | undefined): Promise<number> {
  if (id === undefined) throw new Failure(EXIT.usage, '`incident show` takes ID: found none');
  return withLog(call, false, async (log, store) => {
    const found = incidentOf(await readIncidents({ log, store }), id);
    const now = call.io.clock();
    const duties = dutiesOf(call, found, now);
    const model = call.options.text('model');
    const place = model === undefined ? undefined : placeOf(call, found, model);
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson(incidentJson(found, duties, place, now))
        : incidentText(found, duties, place, now, call.style),
    );
    return EXIT.secure;
  });
}
