// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cloudEvent } from '../../model/index.ts';
import { readFileBounded } from '../../platform/index.ts';
import { generate, readTraffic, type Traffic, TrafficError } from '../../traffic/index.ts';
import { type Call, type CommandSpec, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, required, requirePack } from '../input.ts';
import { writeFailure, writeFileSafely } from '../write-file.ts';

const DAY = 86_400_000;
const MAX_DAYS = 3660;
/** Lines written at once. */
const BATCH = 512;

export const simulateEvents: CommandSpec = {
  name: 'simulate-events',
  summary: 'Make the events of usual days and of attacks, with the truth beside them',
  operands: [{ name: '<traffic>', text: 'Description of what happens (traffic.yaml)' }],
  examples: [
    'ensuresec simulate-events examples/demo-shop/traffic.yaml --days 2 --labels truth.ndjson > events.ndjson',
    'ensuresec simulate-events examples/demo-shop/traffic.yaml --attack van-robbed > events.ndjson',
  ],
  options: [
    { flags: '--days <number>', text: 'How many days', preset: '1' },
    { flags: '--start <date>', text: 'First day, YYYY-MM-DD', preset: '2026-10-05' },
    { flags: '--seed <number>', text: 'The same seed gives the same events', preset: '1' },
    {
      flags: '--attack <id>',
      text: 'Only this attack (repeatable); `none` for none (default: all)',
      repeat: true,
    },
    { flags: '--out <file>', text: 'Write the events here instead of to stdout', completes: 'file' },
    { flags: '--labels <file>', text: 'Write which event is part of which attack', completes: 'file' },
    PACK_OPTION,
  ],
  run: async (call) => {
    const [file = ''] = call.operands;
    const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    const { value: bytes, problems } = readFileBounded(resolve(call.io.cwd, file));
    if (bytes === undefined) throw new Failure(EXIT.runtime, problems[0]?.message ?? `Cannot read ${file}`);
    const traffic = required(readTraffic(bytes, file, pack), file);
    const span = {
      seed: numberOf(call, 'seed', 2 ** 32 - 1),
      start: startOf(call),
      days: numberOf(call, 'days', MAX_DAYS),
      attacks: attacksOf(call, traffic),
    };
    try {
      await write(call, traffic, span);
    } catch (error) {
      if (error instanceof TrafficError) throw new Failure(EXIT.invalid, error.message);
      throw error;
    }
    return EXIT.secure;
  },
};

async function write(call: Call, traffic: Traffic, span: Parameters<typeof generate>[1]): Promise<void> {
  const labels: string[] = [];
  let lines = '';
  let count = 0;
  const sink = sinkOf(call);
  for (const { event, attack } of generate(traffic, span)) {
    lines += `${JSON.stringify(cloudEvent(event))}\n`;
    if (attack !== undefined) labels.push(`${JSON.stringify({ id: event.id, attack })}\n`);
    if (++count % BATCH > 0) continue;
    await sink.write(lines);
    lines = '';
    call.progress.step('Making events', (event.time - span.start) / (span.days * DAY));
  }
  await sink.write(lines);
  sink.end();
  call.progress.end();
  const file = call.options.text('labels');
  if (file !== undefined) writeFileSafely(call.io, file, labels.join(''), true);
  call.say(`${count} events, ${labels.length} of them by attacks`);
}

/** Where the events go. A file that was begun stays as far as it was written when the machine refuses. */
function sinkOf(call: Call): { readonly write: (lines: string) => Promise<void>; readonly end: () => void } {
  const file = call.options.text('out');
  if (file === undefined)
    return {
      write: async (lines) => {
        call.io.stdout.write(lines);
        await call.io.stdout.settle?.();
      },
      end: () => undefined,
    };
  try {
    const handle = openSync(resolve(call.io.cwd, file), 'w');
    const write = async (lines: string): Promise<void> => {
      try {
        writeFileSync(handle, lines);
      } catch (error) {
        throw writeFailure(file, error as NodeJS.ErrnoException);
      }
    };
    return { write, end: () => closeSync(handle) };
  } catch (error) {
    throw writeFailure(file, error as NodeJS.ErrnoException);
  }
}

function numberOf(call: Call, name: string, most: number): number {
  const typed = call.options.text(name) ?? '';
  const value = Number(typed);
  if (!/^\d{1,10}$/.test(typed) || value > most)
    throw new Failure(
      EXIT.usage,
      `Cannot use \`${typed}\` as --${name}: expected a whole number up to ${most}`,
    );
  return value;
}

function startOf(call: Call): number {
  const typed = call.options.text('start') ?? '';
  const time = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time))
    throw new Failure(EXIT.usage, `Cannot use \`${typed}\` as --start: expected a day such as 2026-10-05`);
  return time;
}

function attacksOf(call: Call, traffic: Traffic): readonly string[] {
  const known = traffic.attacks.map(({ id }) => id);
  const asked = call.options.list('attack');
  if (asked.length === 0) return known;
  if (asked.includes('none')) return [];
  const wrong = asked.find((id) => !known.includes(id));
  if (wrong !== undefined)
    throw new Failure(EXIT.usage, `Cannot find the attack \`${wrong}\``, `There are ${known.join(', ')}`);
  return asked;
}
