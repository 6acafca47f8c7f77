// SPDX-License-Identifier: Apache-2.0
// Commands of the type jupyter (CACAO 2.0 §5): a notebook that the operator has put in his folder. One that a playbook brings
// is code of a stranger, and is for a person.
import { isRecord } from '../../../../model/index.ts';
import type { Adapter, Did, Work } from '../adapter.ts';
import type { JupyterPolicy } from '../operator.ts';
import { answerValues } from './answer-values.ts';
import { failedOf, type ProgramEnd, programAdapter, type RunProgram } from './program.ts';

const NAME = /^\s*(?:jupyter\s+execute\s+)?([A-Za-z0-9][A-Za-z0-9._-]{0,200}\.ipynb)\s*$/;

export function jupyterAdapter(policy: JupyterPolicy | undefined, run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'jupyter',
      looks: true,
      prepare: ({ script = '' }) => {
        if (policy === undefined) return { refused: 'The operator lets playbooks use no Jupyter' };
        const [, name] = NAME.exec(script) ?? [];
        if (name === undefined)
          return { refused: `It is no name of a notebook in ${policy.notebooks}: expected hunt.ipynb` };
        const path = `${policy.notebooks.replace(/\/+$/, '')}/${name}`;
        // nbconvert(1): the notebook with its results on standard output, and the file stays as it is.
        const words = ['nbconvert', '--to', 'notebook', '--execute', '--stdout', path];
        return { calls: [{ program: policy.program, words }], touches: [path], text: `execute ${path}` };
      },
      told,
    },
    run,
  );
}

function told(ends: readonly ProgramEnd[], { outArgs }: Work): Did {
  const end = ends.at(-1) as ProgramEnd;
  if (end.code !== 0) return failedOf(end);
  const notebook = parsed(end.stdout);
  // It was executed, but what is lacking nobody can tell: a search without findings is no search that found nothing.
  if (!isRecord(notebook) && Object.keys(outArgs).length > 0)
    return { status: 'failed', reason: 'It gave no notebook, or more than is kept of what a program says' };
  return { status: 'done', values: answerValues(outArgs, lastOutput(notebook)), note: 'It ended with 0' };
}

/** The text of the last output of a notebook (nbformat 4: streams, and results as text/plain). */
function lastOutput(notebook: unknown): string {
  const cells = listIn(notebook, 'cells');
  const output = cells.flatMap((cell) => listIn(cell, 'outputs')).at(-1);
  if (!isRecord(output)) return '';
  const data = isRecord(output['data']) ? output['data'] : {};
  const json = data['application/json'];
  return json === undefined ? textOf(output['text'] ?? data['text/plain']) : JSON.stringify(json);
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : '';
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = isRecord(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
