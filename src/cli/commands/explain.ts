// SPDX-License-Identifier: Apache-2.0
import { analyse, compileRules, type Report, type Verdict } from '../../analyse/index.ts';
import type { Pack } from '../../model/index.ts';
import { compilePolicies } from '../../monitor/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { eventPlace, explainEvent } from '../detect/explain-event.ts';
import { EXIT, Failure } from '../exit.ts';
import { type Explanation, explainableIds, explanationOf, problemExplanation } from '../explanation.ts';
import { DEFAULT_PACK, readSubject, required, requirePack } from '../input.ts';
import { nearFileHint } from '../near.ts';
import { PROBLEM_CODES } from '../problem-codes.ts';
import { forJson } from '../render/escape.ts';
import { explanationText } from '../render/explanation.ts';
import { seenFrom } from '../render/rebase.ts';
import { idOf } from '../select.ts';

export const explain: CommandSpec = {
  name: 'explain',
  summary:
    'What an attack, rule, policy, threat, measure, attacker or code means, or why an event did or did not alert',
  operands: [
    {
      name: '<id>',
      text: 'Its id; the end of it is enough, as is the number of a threat. For an event its file, or file:line',
    },
    { name: '[model]', text: 'Also the verdicts of this model about it' },
  ],
  examples: [
    'ensuresec explain parcel-rerouted ensuresec.yaml',
    'ensuresec explain events.ndjson:17',
    'ensuresec explain MODEL_UNKNOWN_WORD',
  ],
  options: [
    {
      flags: '--rules <path>',
      text: 'For an event: file or folder of Sigma rules instead of the detections of the pack (repeatable)',
      repeat: true,
      completes: 'folder',
    },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: async (call) => {
    const typed = call.operands[0] as string;
    const place = eventPlace(call, typed);
    if (place !== undefined) {
      const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
      const event = await explainEvent(call, place, pack);
      call.progress.end();
      call.io.stdout.write(
        call.options.flag('json') ? forJson(event) : explanationText(event, undefined, call.style),
      );
      return EXIT.secure;
    }
    refuseMissingFile(call, typed);
    const problem = problemExplanation(typed.toUpperCase());
    const { explanation, report } =
      problem === undefined ? fromPack(call, typed) : { explanation: problem, report: undefined };
    const verdicts = report === undefined ? undefined : about(explanation, report);
    call.progress.end();
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson({ ...explanation, ...(verdicts === undefined ? {} : { verdicts }) })
        : explanationText(explanation, verdicts, call.style),
    );
    return EXIT.secure;
  },
};

/** No id has a dot. @throws Failure 2. */
function refuseMissingFile(call: Call, typed: string): void {
  const [, file] = /^(.*\.[^./:]+)(?::\d{1,9})?$/u.exec(typed) ?? [];
  if (file !== undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot read ${file}: there is no such file`,
      nearFileHint(call.io.cwd, file),
    );
}

function fromPack(call: Call, typed: string): { explanation: Explanation; report: Report | undefined } {
  const subject = call.operands[1] === undefined ? undefined : readSubject(call, call.operands[1]);
  const pack = subject?.pack ?? requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const id =
    pack.threats.find((threat) => String(threat.number) === typed)?.id ??
    idOf(
      typed,
      [...explainableIds(pack), ...Object.keys(PROBLEM_CODES)],
      'attack, rule, policy, threat, measure, attacker or error code',
      undefined,
      'ensuresec coverage --all lists threats and attacks; check --all those of a model',
    );
  const explanation = explanationOf(id, pack) as Explanation;
  requireCompiled(explanation, pack);
  if (subject === undefined) return { explanation, report: undefined };
  const attacks = attacksAbout(explanation, pack);
  call.progress.step('Analysing the model');
  return {
    explanation,
    report: seenFrom(
      analyse({ ...subject, today: call.io.today(), ...(attacks === undefined ? {} : { attacks }) }).report,
    ),
  };
}

/** What does not compile will never run, so that it is not explained as if it did. @throws Failure 3. */
function requireCompiled({ kind }: Explanation, pack: Pack): void {
  if (kind === 'rule' || kind === 'attack' || kind === 'attacker')
    required(compileRules(pack), `the rules of the pack ${pack.id}`);
  if (kind === 'policy') required(compilePolicies(pack), `the policies of the pack ${pack.id}`);
}

/** Attacks that have to be asked; undefined for all. */
function attacksAbout({ kind, id }: Explanation, pack: Pack): readonly string[] | undefined {
  if (kind === 'attack') return [id];
  if (kind !== 'threat' && kind !== 'policy') return undefined;
  const numbers =
    kind === 'policy'
      ? (pack.policies.find((policy) => policy.id === id)?.threats ?? [])
      : pack.threats.filter((threat) => threat.id === id).map(({ number }) => number);
  return pack.attacks
    .filter((attack) => attack.threats.some((number) => numbers.includes(number)))
    .map((attack) => attack.id);
}

function about({ kind, id }: Explanation, report: Report): readonly Verdict[] {
  if (kind === 'rule')
    return report.verdicts.filter(
      (verdict) =>
        verdict.steps.some((step) => step.rule === id) || verdict.frontier.some((entry) => entry.rule === id),
    );
  if (kind === 'measure')
    return report.verdicts.filter((verdict) =>
      verdict.steps.some((step) => step.cuts.some((cut) => cut.measure === id)),
    );
  return kind === 'attacker' ? report.verdicts.filter((verdict) => verdict.attacker === id) : report.verdicts;
}
