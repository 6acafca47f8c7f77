// SPDX-License-Identifier: Apache-2.0
import type { PlaybookPlan } from '../../respond/index.ts';
import type { Style } from './style.ts';
import { wrap } from './width.ts';

/** More of a command is not shown. */
const TEXT = 600;
const INDENT = 5;

type Command = PlaybookPlan['commands'][number];

/** What leads to a command where that changes, then the command, who gives it and what a crash in it would mean. */
export function playbookPlanText(plan: PlaybookPlan, style: Style): string {
  const { commands, playbooks, byHand } = plan;
  const entries = commands.flatMap((command, at) => [
    ...runsAfter(plan, at, style),
    { when: command.when, lines: commandLines(command, at + 1, style) },
  ]);
  let before = '';
  const lines = [...entries, ...runsAfter(plan, commands.length, style)].flatMap((entry) => {
    const when = entry.when.map(style.safe).join(', then ');
    const isSame = when === before;
    before = when;
    return [
      ...(isSame
        ? []
        : [
            '',
            style.bold(when === '' ? 'Then, in any case' : `${when.charAt(0).toUpperCase()}${when.slice(1)}`),
          ]),
      ...entry.lines,
    ];
  });
  const count = `${commands.length} ${commands.length === 1 ? 'command' : 'commands'}`;
  const others =
    playbooks.length === 0
      ? ''
      : `, ${playbooks.length} other ${playbooks.length === 1 ? 'playbook' : 'playbooks'}`;
  const title = `${style.safe(plan.name)}: ${count}, ${byHand} by hand${others}; nothing was done.`;
  return [title, ...lines, ''].join('\n');
}

function runsAfter({ playbooks }: PlaybookPlan, count: number, style: Style) {
  return playbooks
    .filter(({ after }) => after === count)
    .map(({ name, when }) => ({ when, lines: [`  >  Run the playbook “${style.safe(name)}”`] }));
}

function commandLines(command: Command, number: number, style: Style): readonly string[] {
  const {
    name,
    type,
    text,
    agent,
    targets,
    certainty,
    risk,
    approvers,
    phase,
    undo,
    does,
    touches = [],
    assets,
  } = command;
  const cut = text.length > TEXT ? `${text.slice(0, TEXT)}${style.glyphs.ellipsis}` : text;
  const said = cut.startsWith(name) ? [cut] : [name, cut];
  const facts = [
    ...(phase === undefined ? [] : [phase]),
    type,
    `by ${agent}`,
    ...(targets.length > 0 ? [`on ${targets.join(', ')}`] : []),
    ...(assets === undefined ? [] : [`in the model ${assets.length === 0 ? 'nothing' : assets.join(', ')}`]),
    ...(risk === 'none' ? [] : [`${risk}: approved by ${whoApproves(risk, approvers)}`]),
    ...(undo === undefined ? [] : [`back: ${undo}`]),
    ...(certainty === 'blind' ? ['after a crash in it a person must look'] : []),
  ].join('; ');
  const [first = '', ...more] = said.flatMap((each) => indented(style.safe(each), style));
  return [
    `${String(number).padStart(3)}. ${first.trimStart()}`,
    ...more,
    ...indented(style.safe(facts), style).map((each) => style.dim(each)),
    ...(does === undefined ? [] : indented(style.safe(hereText(does, touches, style)), style)),
  ];
}

function hereText(does: string, touches: readonly string[], { glyphs }: Style): string {
  const cut = does.length > TEXT ? `${does.slice(0, TEXT)}${glyphs.ellipsis}` : does;
  return touches.length === 0 ? `here: ${cut}` : `here: ${cut}; touches ${touches.join(', ')}`;
}

function whoApproves(risk: Command['risk'], approvers: readonly string[]): string {
  const who = approvers.length === 0 ? 'anybody who may' : approvers.join(' or ');
  return risk === 'destructive' ? `two of: ${who}` : who;
}

function indented(text: string, style: Style): string[] {
  return wrap(text, style.columns - INDENT).map((each) => ' '.repeat(INDENT) + each);
}
