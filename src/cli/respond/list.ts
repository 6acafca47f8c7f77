// SPDX-License-Identifier: Apache-2.0
import { counted } from '../../core/counted.ts';
import type { Pack } from '../../model/index.ts';
import { type CompiledPlaybook, languagesOf, packPlaybooks, planPlaybook } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { required } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { padRight, width } from '../render/width.ts';
import { idOf } from '../select.ts';
import { bookOf } from './playbook-of.ts';

export const PLAYBOOKS_SCHEMA = 'ensuresec/playbooks/1';

/** Playbooks of the pack, or those that answer one threat. @throws Failure 2 and 4 when there is none. */
export function list(call: Call, operands: readonly string[]): number {
  if (operands.length > 0) throw new Failure(EXIT.usage, '`respond list` takes no name: --threat chooses');
  const pack = bookOf(call);
  const language = call.options.text('language') ?? 'en';
  const threat = threatOf(call, pack);
  const all = required(packPlaybooks(pack, language), `the playbooks of the pack ${pack.id}`);
  const found = all.filter(({ source }) => threat === undefined || source.threats.includes(threat));
  if (found.length === 0)
    throw new Failure(
      EXIT.nothing,
      threat === undefined
        ? `Nothing to list: the pack ${pack.id} has no playbook`
        : `No playbook of the pack ${pack.id} answers the threat ${threat}`,
    );
  const rows = found.map((each) => rowOf(each, pack));
  if (call.options.flag('json'))
    call.io.stdout.write(
      forJson({
        schema: PLAYBOOKS_SCHEMA,
        pack: pack.id,
        ...(threat === undefined ? {} : { threat }),
        playbooks: rows,
      }),
    );
  else call.io.stdout.write(listText(rows, call));
  return EXIT.secure;
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ source, playbook }: CompiledPlaybook, pack: Pack) {
  const plan = planPlaybook(playbook);
  return {
    id: source.id,
    cacao: playbook.id,
    title: playbook.name,
    text: playbook.description ?? '',
    threats: source.threats,
    severity: source.severity,
    languages: languagesOf(pack, source.id),
    commands: plan.commands.length,
    byHand: plan.byHand,
  };
}

/** A number, an id or the end of one. @throws Failure 2. */
function threatOf(call: Call, pack: Pack): number | undefined {
  const named = call.options.text('threat');
  if (named === undefined) return undefined;
  const numbered = pack.threats.find(({ number }) => String(number) === named);
  if (numbered !== undefined) return numbered.number;
  const ids = pack.threats.map(({ id }) => id);
  const id = idOf(named, ids, 'threat', pack.id, 'Expected a number or a name of `ensuresec coverage --all`');
  return pack.threats.find((threat) => threat.id === id)?.number;
}

function listText(rows: readonly Row[], { style }: Call): string {
  const column = Math.max(...rows.map(({ id }) => width(style.safe(nameOf(id)))));
  const lines = rows.map(({ id, title, threats, commands, byHand }) => {
    const against = threats.length === 0 ? 'run by others' : `threats ${threats.join(', ')}`;
    const counts = `${counted(commands, 'command')}, ${byHand} by hand; ${against}`;
    return [
      `  ${style.bold(padRight(style.safe(nameOf(id)), column))}  ${style.safe(title)}`,
      `  ${' '.repeat(column)}  ${style.dim(counts)}`,
    ].join('\n');
  });
  const answered = new Set(rows.flatMap(({ threats }) => threats)).size;
  const playbooks = counted(rows.length, 'playbook');
  const head = `${playbooks} for ${answered} ${answered === 1 ? 'threat' : 'threats'}`;
  const foot = style.dim(
    'ensuresec respond plan NAME shows what one would do; respond export NAME writes it as CACAO 2.0',
  );
  return `${style.bold(head)}\n\n${lines.join('\n')}\n\n${foot}\n`;
}

/** What people type for it. */
function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
