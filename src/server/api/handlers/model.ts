// SPDX-License-Identifier: Apache-2.0
import { hasErrors, type Problem } from '../../../core/problem.ts';
import { loadModel, type Model, type Pack } from '../../../model/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import type { Analyst } from '../../analysis/analyst.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import { type Handlers, Refused } from '../bind.ts';
import type { Caller } from '../gate.ts';

export interface ModelOptions {
  readonly file: ModelFile | undefined;
  readonly pack: Pack;
  readonly analyst: Pick<Analyst, 'problemsOf' | 'complete'>;
  readonly writable: (caller: Caller) => boolean;
  /** Told when the file was replaced. */
  readonly onWritten: () => void;
}

export function modelHandlers({
  file,
  pack,
  analyst,
  writable,
  onWritten,
}: ModelOptions): Pick<Handlers, 'model' | 'elementNames' | 'checkModel' | 'completeModel' | 'putModel'> {
  const given = (): ModelFile => {
    if (file === undefined)
      throw new HttpRefusal(404, 'There is no model: start with --model ensuresec.yaml');
    return file;
  };
  const problemsOf = async (text: string): Promise<Problem[]> => [
    ...(await analyst.problemsOf({ name: given().name, bytes: new TextEncoder().encode(text) })),
  ];
  // One at a time: what is compared with the file is what is replaced.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    model: async ({ caller }) => {
      const { bytes, sha256 } = given().read();
      const text = new TextDecoder().decode(bytes);
      return {
        file: given().name,
        text,
        sha256,
        problems: await problemsOf(text),
        writable: writable(caller),
      };
    },
    // Read when it is asked for: what is asked seldom is not kept.
    elementNames: async () => {
      const model = readModel(file, pack);
      return { names: model === undefined ? {} : namesIn(model) };
    },
    checkModel: async ({ body }) => {
      const problems = await problemsOf(body.text);
      return { problems, usable: !hasErrors(problems) };
    },
    completeModel: async ({ body: { text, line, column } }) => {
      const { from, suggestions } = await analyst.complete(
        { name: given().name, bytes: new TextEncoder().encode(text) },
        line,
        column,
      );
      return { from, suggestions: [...suggestions] };
    },
    putModel: ({ body: { text, sha256 } }) =>
      inTurn(async () => {
        const problems = await problemsOf(text);
        if (hasErrors(problems))
          throw new Refused(422, 'The text is no model that can be used', { modelProblems: problems });
        const before = given().read().sha256;
        if (before !== sha256)
          throw new Refused(409, 'Somebody else changed the model meanwhile: read it again', {
            sha256: before,
          });
        given().write(text);
        onWritten();
        return { sha256: given().read().sha256, problems, detection: 'from the next start' as const };
      }),
  };
}

/** Undefined when there is none that can be used. */
function readModel(file: ModelFile | undefined, pack: Pack): Model | undefined {
  try {
    return file === undefined ? undefined : loadModel(file.read().bytes, file.name, pack).value?.model;
  } catch {
    return undefined;
  }
}

function namesIn(model: Model): Record<string, string> {
  const { assets, zones, people, identities, credentials, suppliers, barriers } = model;
  const all = [assets, zones, people, identities, credentials, suppliers, barriers].flatMap(
    (each): readonly { readonly id?: string | undefined; readonly name?: string | undefined }[] => each ?? [],
  );
  return Object.fromEntries(
    all.flatMap(({ id, name }) => (id === undefined || name === undefined ? [] : [[id, name]])),
  );
}
