// SPDX-License-Identifier: Apache-2.0
import type { PlaybookPlan } from '../../respond/index.ts';
import type { Style } from './style.ts';

const TEXT = 200;

/** One line a command, with what it is given to and what a crash in it would mean. */
export function playbookPlanText(plan: PlaybookPlan, style: Style): string {
  const lines = plan.commands.flatMap(({ name, type, text, agent, targets, certainty }, at) => [
    `${String(at + 1).padStart(3)}. ${style.safe(name)} (${style.safe(type)})`,
    `     ${style.safe(text.slice(0, TEXT))}${text.length > TEXT ? '…' : ''}`,
    `     by ${style.safe(agent)}${targets.length > 0 ? ` on ${targets.map(style.safe).join(', ')}` : ''}${certainty === 'blind' ? '; after a crash in it a person must look' : ''}`,
  ]);
  const count = `${plan.commands.length} ${plan.commands.length === 1 ? 'command' : 'commands'}`;
  return [`${style.safe(plan.name)}: ${count}, ${plan.byHand} by hand; nothing was done.`, ...lines, ''].join(
    '\n',
  );
}
