// SPDX-License-Identifier: Apache-2.0
// The verbs of `incident` that record one event each: what they take, and the event it makes.
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import type { Happening } from './record-event.ts';

export interface RecordVerb {
  readonly name: string;
  readonly summary: string;
  /** After the id; those with `?` may be left out. */
  readonly operands: readonly string[];
  readonly options: readonly string[];
  readonly event: (operands: readonly string[], call: Call) => Happening;
}

const verb = (
  name: string,
  summary: string,
  operands: readonly string[],
  event: RecordVerb['event'],
  options: readonly string[] = [],
): RecordVerb => ({ name, summary, operands, event, options });

export const RECORD_VERBS: readonly RecordVerb[] = [
  verb(
    'advance',
    'go on to the next phase, where the table lets it',
    ['phase'],
    ([to], call) => ({
      name: 'advanced',
      body: { to, ...given({ why: call.options.text('why'), into: into(to, call) }) },
    }),
    ['why', 'into'],
  ),
  verb('hit', 'an asset that the attacker has', ['asset', 'as?'], ([asset = '', as]) => ({
    name: 'hit',
    body: { asset, has: as ?? `executes:${asset}` },
  })),
  verb('backup', 'the backup of an asset was tried and is good', ['asset', 'sha256'], ([asset, sha256]) => ({
    name: 'backup',
    body: { asset, sha256 },
  })),
  verb('recovered', 'an asset works again, and how that was seen', ['asset', 'probe'], ([asset, probe]) => ({
    name: 'recovered',
    body: { asset, probe },
  })),
  verb(
    'state',
    'a fact that duties and reports need',
    ['field', 'value'],
    ([field, value = ''], call) => ({
      name: 'stated',
      body: { field, value: stated(value), ...given({ source: call.options.text('source') }) },
    }),
    ['source'],
  ),
  verb(
    'sent',
    'a report of a duty was sent',
    ['obligation', 'step'],
    ([obligation, step], call) => ({
      name: 'sent',
      body: { obligation, step, ...given({ at: call.options.text('at') }) },
    }),
    ['at'],
  ),
  verb(
    'persons',
    'where telling the people affected stands',
    ['none|identified|informing|informed'],
    ([to]) => ({
      name: 'persons',
      body: { to },
    }),
  ),
  verb('hold', 'keep all evidence, or end that', ['on|released'], ([to]) => ({ name: 'hold', body: { to } })),
  verb('mark', 'how far it may go: clear, green, amber, amber+strict, red', ['tlp'], ([to]) => ({
    name: 'marked',
    body: { to: to?.toLowerCase().replace(/^tlp:/, '') },
  })),
  verb('note', 'a remark', ['text'], ([text]) => ({ name: 'noted', body: { text } })),
  verb('assign', 'who leads', ['owner'], ([owner]) => ({ name: 'assigned', body: { owner } })),
  verb(
    'task',
    'something to be done',
    ['task', 'text'],
    ([task, text], call) => ({
      name: 'tasked',
      body: { task, text, ...given({ owner: call.options.text('owner'), due: call.options.text('due') }) },
    }),
    ['owner', 'due'],
  ),
  verb('done', 'a task is done', ['task'], ([task]) => ({ name: 'done', body: { task } })),
  verb(
    'observe',
    'an indicator, such as domain-name or ipv4-addr',
    ['type', 'value'],
    ([type, value], call) => ({
      name: 'observed',
      body: { type, value, ...given({ tlp: call.options.text('tlp') }) },
    }),
    ['tlp'],
  ),
  verb(
    'announce',
    'news for everybody, to stand on the status page: write nothing into it that is not public',
    ['text'],
    ([text], call) => ({
      name: 'announced',
      body: { text, language: call.options.text('language') ?? 'en' },
    }),
    ['language'],
  ),
  verb('spend', 'what it cost', ['eur', 'text'], ([eur, text]) => ({
    name: 'spent',
    body: { eur: Number(eur), text },
  })),
];

/** @throws Failure 2 when an incident is to be merged into nothing. */
function into(to: string | undefined, call: Call): string | undefined {
  const other = call.options.text('into');
  if ((to === 'merged') === (other !== undefined)) return other;
  throw new Failure(EXIT.usage, 'Say with --into which incident goes on when one is merged, and only then');
}

function given(options: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).filter((each): each is [string, string] => each[1] !== undefined),
  );
}

/** JSON where the text is a number, a truth value or a list; else the text itself. */
function stated(text: string): unknown {
  if (!/^(true|false|-?\d+(\.\d+)?|\[.*\])$/s.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
