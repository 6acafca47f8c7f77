// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '../../../core/problem.ts';
import { type Act, actsOf, type Pack, type Placed, type PlaybookSource } from '../../../model/index.ts';
import { extensionDefinitions, NOTE_EXTENSION, type Note } from '../note-extension.ts';
import { lintPlaybook } from '../read.ts';
import { EFFECT_EXTENSION } from '../run/effect-properties.ts';
import type { Command } from '../shape/commands.ts';
import { Playbook } from '../shape/playbook.ts';
import { type Actors, CONTROLS, createActors, idOf } from './actors.ts';
import { flowOf } from './flow.ts';
import { firstSentence, type Teller, tellerOf, variableOf, withVariables } from './texts.ts';

/** Playbook types and activities of CACAO 2.0 §3.1 for the phases of a step. */
const TYPE = {
  contain: 'mitigation',
  investigate: 'investigation',
  eradicate: 'remediation',
  recover: 'remediation',
  notify: 'notification',
} as const;
const ACTIVITY = {
  contain: 'restrict-access',
  investigate: 'analyze-collected-data',
  // Not `eliminate-risk`: to the executor that is destructive, and most of what is mended is not.
  eradicate: 'configure-systems',
  recover: 'restore-capabilities',
  notify: 'deliver-content',
} as const;

export interface CompiledPlaybook {
  readonly source: Placed<PlaybookSource>;
  readonly playbook: Playbook;
  readonly problems: readonly Problem[];
}

/**
 * A playbook of a pack as CACAO 2.0, with everything that the linter finds in it at its place in the pack. The same source gives
 * the same ids in every language.
 */
export function compilePlaybook(
  source: Placed<PlaybookSource>,
  pack: Pack,
  language: string,
): CompiledPlaybook {
  const tell = tellerOf(pack, source, language);
  const actors = createActors(pack, tell);
  const id = (type: string, key: string) => idOf(type, source.id, key);
  const { workflow, places, start } = flowOf(
    {
      id,
      action: (act) => actionOf(act, tell, actors),
      question: (about) => questionOf(about, tell),
      other: (name) => ({
        playbook_id: idOf('playbook', name),
        name: titleOf(name, pack, language),
      }),
    },
    source.steps,
    ['steps'],
  );
  const made = Playbook.parse({
    ...headOf(source, tell),
    playbook_variables: variablesOf(source, tell, pack, actors),
    workflow_start: start,
    workflow,
    agent_definitions: actors.agents,
    ...(Object.keys(actors.targets).length > 0 ? { target_definitions: actors.targets } : {}),
    extension_definitions: extensionDefinitions(idOf('identity', source.pack)),
  });
  const problems = lintPlaybook(made).map(({ code, severity, message, path }): Problem => {
    const place = path[0] === 'workflow' ? places.get(String(path[1])) : undefined;
    const where = source.locate(place ?? []);
    return { code, severity, message: `Playbook \`${source.id}\`: ${message}`, at: where };
  });
  return { source, playbook: made, problems };
}

/** Id that the playbook has in CACAO. */
export function playbookIdOf(id: string): string {
  return idOf('playbook', id);
}

function headOf(source: Placed<PlaybookSource>, tell: Teller): object {
  const phases = [...new Set(actsOf(source.steps).map(({ act }) => act.phase))];
  const time = `${source.date}T00:00:00.000Z`;
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: playbookIdOf(source.id),
    name: tell.title,
    description: tell.text,
    playbook_types: [...new Set(phases.map((phase) => TYPE[phase]))],
    playbook_activities: [...new Set(phases.map((phase) => ACTIVITY[phase]))],
    created_by: idOf('identity', source.pack),
    created: time,
    modified: time,
    severity: source.severity,
    labels: [source.id],
    external_references: source.references,
  };
}

function variablesOf(
  source: PlaybookSource,
  tell: Teller,
  pack: Pack,
  { targets }: Actors,
): Record<string, object> {
  const asked = new Set(actsOf(source.steps).flatMap(({ act }) => act.asks ?? []));
  const own = Object.entries(source.inputs ?? {}).map(([name, { type, value }]) => [
    variableOf(name),
    {
      type,
      description: tell.input(name),
      ...(value === undefined ? {} : { value }),
      ...(asked.has(name) ? {} : { external: true }),
    },
  ]);
  const api = pack.responders.find(({ type }) => type === 'http-api');
  const controls =
    api !== undefined && idOf('http-api', api.id) in targets
      ? [[CONTROLS, { type: 'string', description: tell.of(api.name), external: true }]]
      : [];
  return Object.fromEntries([...controls, ...own]);
}

function actionOf(act: Act, tell: Teller, actors: Actors): object {
  const said = withVariables(tell.step(act.id, act.say));
  const isControl = act.put !== undefined || act.lift !== undefined;
  const risk = act.risk ?? (isControl ? 'change' : 'none');
  const approvers = actors.approvers(risk);
  const note: Note = {
    phase: act.phase,
    nature: act.nature ?? (isControl ? 'cyber' : 'human'),
    ...(approvers.length > 0 ? { approvers: [...approvers] } : {}),
    ...(act.measures === undefined ? {} : { measures: act.measures }),
    ...(act.undo === undefined ? {} : { undo: tell.undo(act.id, act.undo) }),
  };
  const effect = { risk, ...(isControl ? { undo: controlOf(act, act.put === undefined) } : {}) };
  return {
    name: firstSentence(said),
    description: said,
    ...(act.minutes === undefined ? {} : { timeout: act.minutes * 60_000 }),
    ...(isControl ? byControl(act, actors) : byPerson(act, said, actors)),
    step_extensions: { [NOTE_EXTENSION]: note, [EFFECT_EXTENSION]: effect },
  };
}

function byPerson(act: Act, said: string, actors: Actors): object {
  return {
    ...(act.asks === undefined ? {} : { out_args: act.asks.map(variableOf) }),
    commands: [{ type: 'manual', command: said, playbook_activity: ACTIVITY[act.phase] }],
    agent: actors.agent(act.by as string),
    ...(act.on === undefined ? {} : { targets: act.on.map(actors.target) }),
  };
}

function byControl(act: Act, actors: Actors): object {
  const { agent, target } = actors.controls();
  return {
    in_args: [CONTROLS],
    commands: [controlOf(act, act.put !== undefined)],
    agent,
    targets: [target, ...(act.on ?? []).map(actors.target)],
  };
}

/** Setting a state may be said twice: whoever crashes in it says it again (RFC 9110 §9.3.4). */
function controlOf(act: Act, isOn: boolean): Command {
  return {
    type: 'http-api',
    command: `PUT /controls/${withVariables(act.put ?? act.lift ?? '')} HTTP/1.1`,
    headers: { 'Content-Type': ['application/json'] },
    content: JSON.stringify({ state: isOn ? 'on' : 'off' }),
    playbook_activity: act.phase === 'recover' ? ACTIVITY.recover : 'configure-systems',
  };
}

/** The question of the first input that a condition reads. */
function questionOf(about: string, tell: Teller): string {
  const name = /\{([^{}]+)\}/.exec(about)?.[1];
  return name === undefined ? about : tell.input(name);
}

function titleOf(id: string, pack: Pack, language: string): string {
  const source = pack.playbooks.find((each) => each.id === id);
  return source === undefined ? id : tellerOf(pack, source, language).title;
}
