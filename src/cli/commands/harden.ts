// SPDX-License-Identifier: Apache-2.0
import { type Hardening, harden as hardenModel } from '../../analyse/index.ts';
import { openLinearSolver, openPassageSampler } from '../../platform/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION, PAGE_LANGUAGE_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readSubject, type Subject } from '../input.ts';
import { OBSERVED_OPTION } from '../observed.ts';
import { forJson } from '../render/escape.ts';
import { hardeningText } from '../render/hardening.ts';
import { hardeningPage } from '../render/html/hardening.ts';
import { euros } from '../render/summary.ts';
import { saidIn } from '../report-words/said.ts';
import { tongueAsked } from '../report-words/tongue.ts';
import { assumedAtom, idOf } from '../select.ts';
import { selectionOf } from '../selection.ts';
import { HORIZON_DAYS, SAMPLES, SEED } from '../times.ts';
import { writeFileSafely } from '../write-file.ts';

/** Wall seconds of one search unless --seconds says otherwise. */
const DEFAULT_SECONDS = '60';

export const harden: CommandSpec = {
  name: 'harden',
  summary: 'The cheapest measures that stop the attacks, proven',
  operands: [{ name: '[model]', text: 'Model file or its folder (default: ensuresec.yaml)' }],
  examples: [
    'ensuresec harden --budget 2000',
    'ensuresec harden --attacks card-data-skimmed --forbid mfa --html plan.html',
    'ensuresec harden --require reaches:shop-net,443/tcp',
  ],
  options: [
    { flags: '--budget <EUR>', text: 'Money for the first year; leaves the least risk it allows' },
    {
      flags: '--attacks <ids>',
      text: 'Only these attacks, with commas between; the end of an id is enough (repeatable)',
      repeat: true,
    },
    { flags: '--attacker <id>', text: 'Only this attacker (repeatable)', repeat: true },
    { flags: '--target <asset>', text: 'Only attacks on this asset (repeatable)', repeat: true },
    { flags: '--assume <fact>', text: 'Assume a breach, as for check (repeatable)', repeat: true },
    {
      flags: '--forbid <measure>',
      text: 'Do not choose it; measure:element forbids it there only (repeatable)',
      repeat: true,
    },
    {
      flags: '--not-both <measures>',
      text: 'At most one of these on an element, with commas between (repeatable)',
      repeat: true,
    },
    {
      flags: '--require <fact>',
      text: 'Must stay possible for all who can do it today: predicate:argument,… (repeatable)',
      repeat: true,
    },
    { flags: '--seconds <number>', text: 'Time for the search', preset: DEFAULT_SECONDS },
    JSON_OPTION,
    { flags: '--html <file>', text: 'Also write one self-contained page (- is stdout)', completes: 'file' },
    PAGE_LANGUAGE_OPTION,
    OBSERVED_OPTION,
    PACK_OPTION,
  ],
  run: async (call) => {
    refuseTwoAnswers(call);
    const tongue = tongueAsked(call);
    const subject = readSubject(call, call.operands[0]);
    const hardening = await search(call, subject);
    call.progress.end();
    const isPiped = writePage(call, () =>
      hardeningPage(saidIn(subject.pack, tongue).hardening(hardening), tongue),
    );
    if (!isPiped)
      call.io.stdout.write(
        call.options.flag('json') ? forJson(hardening) : hardeningText(hardening, call.style),
      );
    return exitCode(hardening);
  },
};

async function search(call: Call, subject: Subject): Promise<Hardening> {
  const { options, progress } = call;
  const { loaded, pack, compiled } = subject;
  const words = [...pack.words.measure.keys()];
  const required = options.list('require').map((typed) => assumedAtom(typed, compiled, loaded.model));
  const budget = options.text('budget');
  const solver = openLinearSolver();
  try {
    const result = await hardenModel({
      ...selectionOf(call, subject, options.list('attacks').flatMap(parts)),
      ...(budget === undefined ? {} : { budget: amount(budget, '--budget') }),
      allowed: allowedBy(options.list('forbid'), words),
      notBoth: options
        .list('not-both')
        .map((typed) => parts(typed).map((word) => idOf(word, words, 'measure'))),
      required,
      search: {
        solver,
        seconds: amount(options.text('seconds') ?? DEFAULT_SECONDS, '--seconds'),
        now: () => call.io.now(),
        onBounds: (lower, upper) => progress.step(boundsText(lower, upper)),
      },
      times: { sampler: openPassageSampler(), samples: SAMPLES, seed: SEED, horizon: HORIZON_DAYS },
      onPhase: (phase) => progress.step(PHASES[phase] ?? phase),
    });
    if ('underivable' in result)
      throw new Failure(
        EXIT.usage,
        `Cannot require ${result.underivable.join(', ')}: no attacker in scope can do that today, so nothing would be kept`,
      );
    if (
      result.hardening.before.insecure + result.hardening.before.secure + result.hardening.before.unknown ===
      0
    )
      throw new Failure(EXIT.nothing, 'Nothing to analyse: no attack in scope has a target in this model');
    return result.hardening;
  } finally {
    solver.close();
  }
}

const PHASES: Readonly<Record<string, string>> = {
  ground: 'Deriving all that each attacker can do',
  search: 'Looking for the cheapest measures',
  front: 'Trying smaller budgets',
  margin: 'Looking for what would break it',
  times: 'Sampling how long attacks take before and after',
  verify: 'Installing the plan and checking it',
};

function boundsText(lower: number, upper: number): string {
  return Number.isFinite(upper)
    ? `Best plan ${euros(upper)}, at least ${euros(lower)}`
    : `At least ${euros(lower)}`;
}

function parts(typed: string): readonly string[] {
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** @throws Failure 2. */
function amount(typed: string, flag: string): number {
  const value = Number(typed);
  if (typed.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new Failure(EXIT.usage, `Cannot read ${flag} ${typed}: expected a number, 0 or more`);
}

/** `measure` or `measure:element`. @throws Failure 2 on an unknown measure. */
function allowedBy(typed: readonly string[], words: readonly string[]) {
  const forbidden = new Set(
    typed.map((each) => {
      const colon = each.indexOf(':');
      const word = idOf(colon < 0 ? each : each.slice(0, colon), words, 'measure');
      return colon < 0 ? word : `${word}:${each.slice(colon + 1)}`;
    }),
  );
  return (measure: string, element: string): boolean =>
    !forbidden.has(measure) && !forbidden.has(`${measure}:${element}`);
}

/** @throws Failure 2 when page and JSON both want stdout. */
function refuseTwoAnswers({ options }: Call): void {
  if (options.text('html') === '-' && options.flag('json'))
    throw new Failure(
      EXIT.usage,
      'Cannot write --html and --json to stdout: it takes one of them',
      'Give the page a file name',
    );
}

/** True when the page went to stdout instead of the answer. */
function writePage(call: Call, page: () => string): boolean {
  const file = call.options.text('html');
  if (file === undefined) return false;
  if (file === '-') {
    call.io.stdout.write(page());
    return true;
  }
  writeFileSafely(call.io, file, page(), true);
  call.say(`Wrote ${call.aside.safe(file)}`);
  return false;
}

function exitCode({ plan, before, after, verified }: Hardening): number {
  if (before.insecure === 0) return before.unknown > 0 ? EXIT.inconclusive : EXIT.secure;
  if (plan === undefined || after.insecure > 0 || !verified.closure || !verified.checker)
    return EXIT.findings;
  return after.unknown > 0 || !plan.proven ? EXIT.inconclusive : EXIT.secure;
}
