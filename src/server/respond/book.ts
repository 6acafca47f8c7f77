// SPDX-License-Identifier: Apache-2.0
// The playbooks of the pack as people choose, read and begin them.
import type { LoadedModel, Pack } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';
import {
  type AssetsByType,
  assetsByType,
  assetsTouched,
  type CompiledPlaybook,
  type Incident,
  languagesOf,
  type Operator,
  outlineOf,
  type Playbook,
  type PlaybookPlan,
  packPlaybooks,
  planPlaybook,
} from '../../respond/index.ts';
import type { Answer } from '../api/contract/index.ts';

export interface Meant {
  readonly id: string;
  readonly language: string;
  readonly playbook: Playbook;
  /** Playbooks that it may call. */
  readonly library: readonly Playbook[];
}

export interface Book {
  list(incident: Incident, language: string): Answer<'playbooks'>['playbooks'];
  /** @throws HttpRefusal 404. */
  find(id: string, language: string): Meant;
}

/** Compiled once a language, when somebody asks. */
export function openBook(pack: Pack): Book {
  const compiled = new Map<string, readonly CompiledPlaybook[]>();
  const languages = new Set(['en', ...pack.playbookTexts.map(({ language }) => language)]);
  const bookIn = (
    wanted: string,
  ): { readonly language: string; readonly all: readonly CompiledPlaybook[] } => {
    const language = languages.has(wanted) ? wanted : 'en';
    const all = compiled.get(language) ?? packPlaybooks(pack, language).value ?? [];
    compiled.set(language, all);
    return { language, all };
  };
  return {
    list: (incident, language) => {
      const threats = threatsOf(incident, pack);
      return bookIn(language)
        .all.map(({ source, playbook }) => {
          const { commands, byHand } = planPlaybook(playbook);
          return {
            ...{ id: source.id, title: playbook.name, text: playbook.description ?? '' },
            ...{ threats: [...source.threats], severity: source.severity, commands: commands.length, byHand },
            fits: source.threats.some((each) => threats.has(each)),
          };
        })
        .toSorted(
          (a, b) => Number(b.fits) - Number(a.fits) || b.severity - a.severity || (a.id < b.id ? -1 : 1),
        );
    },
    find: (id, wanted) => {
      const { language, all } = bookIn(wanted);
      const meant = all.find(({ source }) => source.id === id);
      if (meant === undefined) throw new HttpRefusal(404, 'There is no such playbook');
      const { playbook } = meant;
      const told = languagesOf(pack, id).includes(language) ? language : 'en';
      return { id, language: told, playbook, library: calledBy(playbook, all) };
    },
  };
}

/** Threats that the incident was found to be, or whose techniques it shows. */
function threatsOf({ found }: Incident, pack: Pack): ReadonlySet<number> {
  const techniques = new Set(found?.techniques ?? []);
  const shown = pack.threats.filter((threat) => threat.techniques.some((each) => techniques.has(each)));
  // What was found to be a threat is more certain than what shares a technique with one.
  return new Set(
    found !== undefined && found.threats.length > 0 ? found.threats : shown.map(({ number }) => number),
  );
}

/** Playbooks that one runs, directly or through another. */
function calledBy(playbook: Playbook, all: readonly CompiledPlaybook[]): readonly Playbook[] {
  const found = new Set([playbook]);
  for (const each of found)
    for (const called of planPlaybook(each).playbooks)
      for (const other of all) if (other.playbook.id === called.playbook) found.add(other.playbook);
  found.delete(playbook);
  return [...found];
}

export interface PlanParts {
  readonly meant: Meant;
  readonly model: LoadedModel | undefined;
  readonly pack: Pack;
  /** What the operator lets playbooks do here, or why nobody knows. */
  readonly operator: Operator | { readonly refused: string };
  /** Why it would not begin in earnest, for want of a signature. */
  readonly unsigned: string | null;
}

/** The dry run: what each command would touch. */
export function planView({ meant, model, pack, operator, unsigned }: PlanParts): Answer<'playbookPlan'> {
  const { id, language, playbook, library } = meant;
  const all = [playbook, ...library];
  const plans = all.map((each) => planPlaybook(each));
  const assets = assetsByType(model?.model ?? {}, pack);
  const approvals = 'refused' in operator ? undefined : operator.policy.approvals;
  return {
    ...{ id, title: playbook.name, text: playbook.description ?? '', language },
    outline: [...outlineOf(playbook, library)],
    byHand: plans.reduce((sum, { byHand }) => sum + byHand, 0),
    steps: plans.flatMap((plan, at) =>
      plan.commands.map((command) => stepView(command, all[at] as Playbook, assets, approvals)),
    ),
    inputs: inputsOf(all),
    earnest: {
      hosts: 'refused' in operator ? [] : operator.http.map(({ host }) => host),
      programs: 'refused' in operator ? [] : [...operator.programs],
      refused: 'refused' in operator ? operator.refused : unsigned,
    },
  };
}

type Command = PlaybookPlan['commands'][number];
type Approvals = Operator['policy']['approvals'];

function stepView(
  command: Command,
  playbook: Playbook,
  assets: AssetsByType,
  approvals: Approvals | undefined,
): Answer<'playbookPlan'>['steps'][number] {
  const step = playbook.workflow[command.step];
  const [, control] = /^PUT \/controls\/(\S+)/.exec(command.text) ?? [];
  return {
    ...{ step: command.step, name: command.name, text: step?.description ?? command.text },
    ...{ type: command.type, who: command.agent, targets: [...command.targets] },
    assets: assetsTouched(playbook, command.step, assets),
    sets:
      control === undefined ? null : { control, to: command.text.includes('"state":"off"') ? 'off' : 'on' },
    measures: measuresOf(step),
    risk: command.risk,
    approvals: approvals?.[command.risk] ?? 0,
    approvers: [...command.approvers],
    undo: command.undo ?? (control === undefined ? null : control),
    when: [...command.when],
  };
}

function measuresOf(step: Playbook['workflow'][string] | undefined): string[] {
  const notes = Object.values(step?.step_extensions ?? {});
  return notes.flatMap(({ measures }) =>
    Array.isArray(measures) ? measures.filter((each): each is string => typeof each === 'string') : [],
  );
}

/** Variables that come from outside, each once. */
function inputsOf(all: readonly Playbook[]): Answer<'playbookPlan'>['inputs'] {
  const inputs = new Map<string, Answer<'playbookPlan'>['inputs'][number]>();
  for (const { playbook_variables: variables = {} } of all)
    for (const [name, { type, description, value, external }] of Object.entries(variables))
      if (external === true && !inputs.has(name))
        inputs.set(name, {
          ...{ name, text: description ?? name, type, value: value ?? '' },
          needed: (value ?? '') === '',
          control: name === CONTROLS,
        });
  return [...inputs.values()];
}

/** Host of the interface that takes controls. */
export const CONTROLS = '__controls__';
