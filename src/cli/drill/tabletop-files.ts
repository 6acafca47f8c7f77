// SPDX-License-Identifier: Apache-2.0
// What is left of an exercise: issues for the tracker, and a draft of a playbook that the linter passes.
import {
  cacaoDraft,
  decisionText,
  issuesMarkdown,
  issuesOf,
  type TabletopCase,
  type TabletopDebrief,
} from '../../awareness/index.ts';
import { uuid5 } from '../../core/uuid5.ts';
import { readPlaybook } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { required } from '../input.ts';
import type { Screen } from '../play/screen.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';
import { bullet } from './bullet.ts';
import type { Drill, Tongue } from './words.ts';

/** Namespace of the ids of drafts; any fixed UUID would do. */
const NAMESPACE = '5f1d9c1e-6f0a-4b52-9d0c-2b7a4a3f6e11';

interface Played {
  readonly given: TabletopCase;
  readonly source: Drill<'tabletop'>;
  readonly tongue: Tongue;
  readonly screen: Screen;
}

/** Tells the list, and writes the files that were asked for. */
export function tabletopFiles(call: Call, played: Played, debrief: TabletopDebrief): void {
  const { given, tongue, screen } = played;
  const { say } = tongue;
  const issues = issuesOf(given, debrief, say);
  screen.write(`${screen.style.bold(say('todo'))}\n`);
  if (issues.length === 0) screen.write(`${say('todo-none')}\n`);
  for (const { title, body } of issues) {
    bullet(screen, '-', title);
    bullet(screen, ' ', body.split('\n')[0] ?? '');
  }
  const [list, draft] = [call.options.text('issues'), call.options.text('playbook')];
  if (list !== undefined) {
    const heading = `${say('todo')}: ${given.title}`;
    const text = list.endsWith('.json')
      ? forJson({ schema: 'ensuresec/issues/1', title: heading, issues })
      : issuesMarkdown(heading, issues);
    write(call, list, text);
  }
  if (draft !== undefined) write(call, draft, forJson(playbookOf(call, played, debrief)));
}

function write(call: Call, file: string, text: string): void {
  writeFileSafely(call.io, file, text, true);
  call.say(`Wrote ${call.aside.safe(file)}`);
}

/** The draft, read back by the linter that judges all playbooks. @throws Failure 3 when it finds an error. */
function playbookOf(call: Call, { given, source, tongue }: Played, { best }: TabletopDebrief): object {
  const key = JSON.stringify([given.model, given.attack, given.target, best.line.decisions]);
  const draft = cacaoDraft(given, best.line, {
    id: (kind, name) => `${kind}--${uuid5(NAMESPACE, `${key} ${kind} ${name}`)}`,
    now: new Date(call.io.clock()).toISOString(),
    tell: (decision) => {
      const role = source.roles.find(({ does }) => does.includes(decision.kind)) ?? source.roles[0];
      return {
        text: decisionText(given, decision, tongue.say),
        role: role === undefined ? '' : tongue.tell(role.title),
      };
    },
  });
  required(readPlaybook(new TextEncoder().encode(JSON.stringify(draft)), 'draft'), 'the playbook draft');
  return draft;
}
