// SPDX-License-Identifier: Apache-2.0
// Playbooks: chosen, tried dry, begun, approved, answered, taken back, stopped.
import type { Pack } from '../../../model/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import {
  type Incident,
  type IncidentEvent,
  type Operator,
  outlineOf,
  Playbook,
  type RunState,
  recoveryPlaybook,
  runFaults,
  runReport,
  signatureFaults,
  withSignatures,
} from '../../../respond/index.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import { CONTROLS, type Meant, openBook, planView } from '../../respond/book.ts';
import type { NameOf } from '../../respond/case-view.ts';
import type { Desk } from '../../respond/desk.ts';
import { planOf, repairsOf } from '../../respond/repairs.ts';
import { operatorIn } from '../../respond/run-ports.ts';
import { signedIn, signersIn } from '../../respond/trust.ts';
import type { Handlers } from '../bind.ts';
import type { Answer, Body } from '../contract/index.ts';
import type { Caller } from '../gate.ts';
import { actorOf } from '../record.ts';
import { refusing } from './cases.ts';
import { modelOf } from './handling.ts';

export interface RunOptions {
  readonly desk: Desk;
  readonly pack: Pack;
  readonly file: ModelFile | undefined;
  readonly time: () => number;
  readonly nameOf: NameOf;
}

type RunHandlers = Pick<
  Handlers,
  | 'playbooks'
  | 'playbookPlan'
  | 'runs'
  | 'run'
  | 'startRun'
  | 'approveStep'
  | 'answerStep'
  | 'undoStep'
  | 'stopRun'
>;

/** A rehearsal calls nobody, so the interface may be any. */
const PLAYED_HOST = 'rehearsal.invalid';
/** Stands for the playbook that the order of repair becomes. */
const RECOVERY = 'recovery';

export function runHandlers(options: RunOptions): RunHandlers {
  const { desk, pack, time, nameOf } = options;
  const { cases, runs } = desk;
  const book = openBook(pack);
  const meantBy = (incident: Incident, id: string, language: string): Meant =>
    id === RECOVERY ? recoveryOf(options, incident) : book.find(id, language);
  const caseOf = async (run: string): Promise<string | null> => ranIn(await cases.all(), run)?.id ?? null;
  const told = async (state: RunState): Promise<Answer<'run'>> =>
    runView(state, await caseOf(state.run), time(), nameOf);
  return {
    playbooks: async ({ params: { id }, query: { language } }) => ({
      playbooks: book.list(await cases.get(id), language),
    }),
    playbookPlan: async ({ params: { id }, query: { language, playbook } }) => {
      const meant = await refusing(async () => meantBy(await cases.get(id), playbook, language));
      const model = options.file === undefined ? undefined : modelOf(options);
      const operator = operatorOf(desk.data);
      const unsigned = unsignedIn(desk.data, meant);
      return planView({ meant, model, pack, operator, unsigned });
    },
    runs: async () => {
      const all = (await runs.all()).toReversed();
      return {
        runs: await Promise.all(all.map(async (state) => rowOf(state, await caseOf(state.run), time()))),
      };
    },
    run: async ({ params: { id } }) => told(await runs.get(id)),
    startRun: async ({ params: { id: run }, body, caller }) =>
      refusing(async () => {
        const meant = meantBy(await cases.get(body.case), body.playbook, body.language);
        const { simulated } = body;
        const trusted: Trusted = simulated ? { ...meant, faults: [] } : asSigned(desk.data, meant);
        const { playbook, library } = trusted;
        const values = valuesOf(body, meant);
        const faults = [...runFaults({ playbook, library, values }), ...trusted.faults];
        if (faults.length > 0) throw new HttpRefusal(409, `It cannot be run: ${faults.join('; ')}`);
        const actor = actorOf(caller);
        const ran: Ran = { run, playbook: playbook.name, simulated };
        const announce = async (): Promise<void> => {
          const known = ranIn(await cases.all(), run);
          if (known === undefined) await cases.record(body.case, { name: 'ran', body: ran }, actor);
          else sameAs(known, body.case, ran);
        };
        return told(await runs.start({ run, playbook, library, values, simulated }, actor, announce));
      }),
    approveStep: async ({ params: { id }, body: { number }, caller }) => {
      onlyPersons(caller);
      return told(await runs.approve(id, number, actorOf(caller)));
    },
    answerStep: async ({ params: { id }, body: { number, answer, values, note }, caller }) =>
      told(await runs.answer(id, number, { answer, values, note }, actorOf(caller))),
    undoStep: async ({ params: { id }, body: { number }, caller }) =>
      told(await runs.undo(id, number, actorOf(caller))),
    stopRun: async ({ params: { id }, body: { reason }, caller }) =>
      told(await runs.stop(id, reason, actorOf(caller))),
  };
}

type Ran = Extract<IncidentEvent, { name: 'ran' }>['body'];

/** The case that a run is of, and what its log says of the run. */
function ranIn(
  cases: readonly Incident[],
  run: string,
): { readonly id: string; readonly ran: Ran } | undefined {
  for (const { id, timeline } of cases)
    for (const { event } of timeline)
      if (event.name === 'ran' && event.body.run === run) return { id, ran: event.body };
  return undefined;
}

/** @throws HttpRefusal 409 when the run was announced by another case, or as another one. */
function sameAs({ id, ran }: NonNullable<ReturnType<typeof ranIn>>, of: string, asked: Ran): void {
  if (id !== of)
    throw new HttpRefusal(409, `The run ${ran.run} belongs to another case, ${id}. Use another id`);
  if (ran.playbook !== asked.playbook || ran.simulated !== asked.simulated)
    throw new HttpRefusal(
      409,
      `The case has the run ${ran.run} as one of \`${ran.playbook}\`${ran.simulated ? ', a rehearsal' : ''}. Use another id`,
    );
}

/** Whoever holds a file of the data folder would be a second person beside themselves. @throws HttpRefusal 409. */
function onlyPersons({ principal }: Caller): void {
  if (principal?.kind !== 'person')
    throw new HttpRefusal(409, 'Only a person who is signed in approves: two approvals are of two persons');
}

function valuesOf({ values, simulated }: Body<'startRun'>, { playbook, library }: Meant) {
  const asks = [playbook, ...library].some(
    ({ playbook_variables: variables = {} }) => variables[CONTROLS]?.external === true,
  );
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return simulated && asks ? { [CONTROLS]: PLAYED_HOST, ...given } : given;
}

function operatorOf(data: string): Operator | { readonly refused: string } {
  try {
    return operatorIn(data);
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

interface Trusted extends Pick<Meant, 'playbook' | 'library'> {
  /** Why it may not begin in earnest. */
  readonly faults: readonly string[];
}

/** As somebody signed it, where the operator wants that. @throws RunError `refused`. */
function asSigned(data: string, { playbook, library }: Meant): Trusted {
  const signers = signersIn(data, operatorIn(data).signedBy);
  if (signers.length === 0) return { playbook, library, faults: [] };
  const signed = signedIn(data);
  const first = withSignatures(playbook, signed);
  const others = library.map((each) => withSignatures(each, signed));
  return { playbook: first, library: others, faults: signatureFaults([first, ...others], signers) };
}

function unsignedIn(data: string, meant: Meant): string | null {
  try {
    return asSigned(data, meant).faults.join('; ') || null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @throws HttpRefusal 409 when nothing is down. */
function recoveryOf(options: RunOptions, incident: Incident): Meant {
  const loaded = modelOf(options);
  const { asked } = repairsOf(incident, loaded, options.pack);
  const plan = planOf(asked, loaded);
  if (plan === undefined) throw new HttpRefusal(409, 'Nothing is stated to be down');
  const tried = new Set(
    [...incident.machine.assets].filter(([, { backup }]) => backup).map(([asset]) => asset),
  );
  const restarts = asked.down.map(({ asset }) => ({
    asset,
    ...(tried.has(asset) ? { backup: `the evidence of ${incident.id}` } : {}),
  }));
  // Of the second in which it was planned first: the same plan is the same playbook.
  const made = recoveryPlaybook(plan, restarts, `Recovery: ${incident.title}`, '2026-01-01T00:00:00.000Z');
  return { id: RECOVERY, language: 'en', playbook: Playbook.parse(made), library: [] };
}

type Report = NonNullable<ReturnType<typeof runReport>>;

/** @throws HttpRefusal 404. */
function reportOf(state: RunState, now: number): Report {
  const report = runReport(state, now);
  if (report === undefined) throw new HttpRefusal(404, 'There is no such run');
  return report;
}

function rowOf(state: RunState, of: string | null, now: number): Answer<'runs'>['runs'][number] {
  const { run, name, simulated, state: at, begun, effects } = reportOf(state, now);
  const isOver = state.ended !== undefined;
  const asked = isOver ? [] : effects.filter((each) => each.state === 'asked');
  const parked = isOver ? [] : effects.filter((each) => each.state === 'parked');
  const first = asked[0] ?? parked[0];
  return {
    ...{ run, case: of, name, simulated, state: at, begun, asked: asked.length, parked: parked.length },
    first: first?.name ?? null,
  };
}

function runView(state: RunState, of: string | null, now: number, nameOf: NameOf): Answer<'run'> {
  const report = reportOf(state, now);
  const { started, playbooks } = state;
  const [playbook, ...library] = [started?.playbook ?? '', ...(started?.library ?? [])].flatMap(
    (digest) => playbooks.get(digest) ?? [],
  );
  const actors = new Set([report.by, ...report.effects.flatMap(({ approvals }) => approvals.by)]);
  return {
    report,
    case: of,
    outline: playbook === undefined ? [] : [...outlineOf(playbook, library)],
    people: [...actors].map((id) => ({ id, name: nameOf(id) })),
  };
}
