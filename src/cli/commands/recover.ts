// SPDX-License-Identifier: Apache-2.0
import { planRecovery, readRecovery, recoveryPlaybook } from '../../respond/index.ts';
import { type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, readSubject, tell } from '../input.ts';
import { nearHint } from '../near.ts';
import { forJson } from '../render/escape.ts';
import { recoveryText } from '../render/recovery.ts';
import { writeFileSafely } from '../write-file.ts';

export const recover: CommandSpec = {
  name: 'recover',
  summary: 'The order of repair that loses least, as a plan and a playbook',
  operands: [
    { name: '<verb>', text: 'plan: who repairs what when' },
    { name: '<recovery>', text: 'What is down, and how long each repair takes (YAML or JSON)' },
    { name: '[model]', text: 'Model file or its folder (default: ensuresec.yaml)' },
  ],
  examples: [
    'ensuresec recover plan recovery.yaml',
    'ensuresec recover plan recovery.yaml --crews 3 --playbook playbook.json',
  ],
  options: [
    { flags: '--crews <number>', text: 'Crews that repair at the same time, instead of those of the file' },
    { flags: '--playbook <file>', text: 'Also write the plan as a CACAO 2.0 playbook', completes: 'file' },
    JSON_OPTION,
    PACK_OPTION,
  ],
  run: (call) => {
    const [verb, file = '', model] = call.operands;
    if (verb !== 'plan')
      throw new Failure(
        EXIT.usage,
        `There is no \`recover ${verb}\`: expected plan`,
        nearHint(verb ?? '', ['plan'], 'ensuresec recover plan recovery.yaml'),
      );
    const { loaded } = readSubject(call, model);
    const recovery = tell(
      call,
      readRecovery(readBytes(call, file), file, loaded),
      `the recovery file ${file}`,
    );
    call.progress.step('Looking for the order that loses least');
    const plan = planRecovery(recovery.jobs, crewsOf(call.options.text('crews')) ?? recovery.crews);
    call.progress.end();
    const target = call.options.text('playbook');
    if (target !== undefined) {
      const name = `Recovery of ${loaded.model.name}`;
      const now = new Date(call.io.clock()).toISOString();
      writeFileSafely(call.io, target, forJson(recoveryPlaybook(plan, recovery.restarts, name, now)), true);
      call.say(`Wrote ${call.aside.safe(target)}`);
    }
    const unverified = recovery.restarts
      .filter(({ backup }) => backup === undefined)
      .map(({ asset }) => asset);
    call.io.stdout.write(
      call.options.flag('json') ? forJson(plan) : recoveryText(plan, unverified, call.style),
    );
    return EXIT.secure;
  },
};

/** @throws Failure 2. */
function crewsOf(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  const crews = Number(typed);
  if (Number.isInteger(crews) && crews >= 1 && crews <= 100) return crews;
  throw new Failure(EXIT.usage, `Cannot read --crews ${typed}: expected a whole number from 1 to 100`);
}
