// SPDX-License-Identifier: Apache-2.0
// Commands of the type jupyter (CACAO 2.0 §5): a notebook that the operator has put in his folder, with parameters where he
// names papermill(1), which puts them into a cell of their own. One that a playbook brings is code of a stranger, and is for a
// person.
import { isRecord } from '../../../../model/index.ts';
import type { Adapter, Did, Work } from '../adapter.ts';
import type { JupyterPolicy } from '../operator.ts';
import { answerValues } from './answer-values.ts';
import { type NotebookCall, notebookCall } from './notebook.ts';
import { failedOf, type Prepared, type ProgramEnd, programAdapter, type RunProgram } from './program.ts';

export function jupyterAdapter(policy: JupyterPolicy | undefined, run: RunProgram): Adapter {
  return programAdapter(
    {
      type: 'jupyter',
      looks: true,
      prepare: ({ argv = [] }) => {
        if (policy === undefined) return { refused: 'The operator lets playbooks use no Jupyter' };
        const called = notebookCall(argv);
        if (called === undefined)
          return {
            refused: `It is no name of a notebook in ${policy.notebooks}: expected hunt.ipynb, or hunt.ipynb -p name value`,
          };
        return callOf(policy, called);
      },
      told,
    },
    run,
  );
}

function callOf(
  { program, papermill, notebooks }: JupyterPolicy,
  { name, parameters }: NotebookCall,
): Prepared {
  const path = `${notebooks.replace(/\/+$/, '')}/${name}`;
  if (parameters === undefined) {
    // nbconvert(1): the notebook with its results on standard output, and the file stays as it is.
    const words = ['nbconvert', '--to', 'notebook', '--execute', '--stdout', path];
    return { calls: [{ program, words }], touches: [path], text: `execute ${path}` };
  }
  if (papermill === undefined)
    return { refused: 'The notebook gets parameters, and the operator names no papermill that gives them' };
  // In one word, so that no value becomes an option; `-` is standard output.
  const coded = Buffer.from(parameters).toString('base64');
  const words = [path, '-', '--no-progress-bar', '--parameters_base64', coded];
  return {
    calls: [{ program: papermill, words }],
    touches: [path],
    text: `execute ${path} with ${parameters}`,
  };
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
