// SPDX-License-Identifier: Apache-2.0
// The model as it is written: edited, checked while one writes, compared before it is saved.
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask, Refused } from '../../api/ask.ts';
import { checkQuery, client, modelQuery } from '../../api/queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';
import { Changes } from './changes.tsx';
import { useCompletion } from './completion.ts';
import { type Draft, useDraft } from './draft.ts';
import { type Problem, Problems, problemsIn } from './problems.tsx';
import { LIST, rowId, Suggestions } from './suggestions.tsx';

const PAUSE_MS = 400;

export function Model() {
  const model = useQuery(modelQuery);
  return <Answered query={model}>{(data) => <Editor saved={data} />}</Answered>;
}

function Editor({ saved }: { readonly saved: Answer<'model'> }) {
  const { say } = useWords();
  const refusal = useRefusal();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useDraft();
  const [isComparing, compare] = useState(false);
  const text = draft?.text ?? saved.text;
  const isChanged = text !== saved.text;
  const { problems, isUsable, isChecking } = useProblems(text, saved);
  const save = useSave(draft, () => {
    setDraft(undefined);
    compare(false);
  });
  const write = (next: string): void => {
    save.reset();
    compare(false);
    setDraft(next === saved.text ? undefined : { text: next, sha256: draft?.sha256 ?? saved.sha256 });
  };
  const completion = useCompletion(field, write);
  const isOffering = completion.at !== undefined;
  const refused = save.error instanceof Refused ? save.error : undefined;
  return (
    <div className="editor">
      <Sheet
        name={saved.file}
        aside={<span className="soft">{say(isChanged ? 'model.changed' : 'model.saved')}</span>}
      >
        <div className="written">
          <textarea
            ref={field}
            aria-label={say('model.text')}
            aria-describedby="model-keys"
            aria-autocomplete="list"
            aria-controls={isOffering ? LIST : undefined}
            aria-activedescendant={isOffering ? rowId(completion.active) : undefined}
            spellCheck={false}
            readOnly={!saved.writable}
            value={text}
            onChange={(event) => {
              write(event.currentTarget.value);
              completion.typed();
            }}
            onKeyDown={completion.onKeyDown}
            onBlur={completion.close}
            onScroll={completion.close}
          />
          <Suggestions completion={completion} field={field} />
        </div>
        <p id="model-keys" className="soft small">
          {say('model.keys')}
        </p>
      </Sheet>
      <div className="stack">
        <Problems
          problems={refused === undefined ? problems : problemsIn(refused.body, problems)}
          isChecking={isChecking}
          field={field}
        />
        {saved.writable ? (
          <div className="row">
            <Button disabled={!isChanged || !isUsable} onClick={() => compare(true)}>
              {say('model.compare')}
            </Button>
            <Button variant="default" disabled={!isChanged} onClick={() => write(saved.text)}>
              {say('model.discard')}
            </Button>
          </div>
        ) : (
          <p className="soft">{say('model.readonly')}</p>
        )}
        {isChanged && !isUsable && !isChecking ? <p className="soft">{say('model.mend')}</p> : null}
        {isComparing && isChanged ? (
          <Changes from={saved.text} to={text} file={saved.file}>
            <Button loading={save.isPending} onClick={() => save.mutate()}>
              {say('model.save')}
            </Button>
          </Changes>
        ) : null}
        <p role="status" className={refused === undefined ? 'soft' : 'critical'}>
          {refused !== undefined
            ? refusal(refused.message)
            : save.isSuccess
              ? say('model.done')
              : draft !== undefined && draft.sha256 !== saved.sha256
                ? say('model.stale')
                : ''}
        </p>
      </div>
    </div>
  );
}

/** Problems of what is written, a moment after the last key. */
function useProblems(
  text: string,
  saved: Answer<'model'>,
): { readonly problems: readonly Problem[]; readonly isUsable: boolean; readonly isChecking: boolean } {
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const check = useQuery({
    ...checkQuery(settled),
    enabled: settled !== saved.text,
    placeholderData: keepPreviousData,
  });
  if (text === saved.text) return { problems: saved.problems, isUsable: true, isChecking: false };
  const isChecking = settled !== text || check.isFetching;
  return {
    problems: check.data?.problems ?? [],
    isUsable: !isChecking && check.data?.usable === true,
    isChecking,
  };
}

function useSave(draft: Draft | undefined, onDone: () => void) {
  return useMutation({
    mutationFn: async () => {
      if (draft === undefined) throw new Refused(0, '');
      return ask('putModel', { body: draft });
    },
    onSuccess: async ({ sha256, problems }) => {
      client.setQueryData(modelQuery.queryKey, (old) =>
        old === undefined || draft === undefined
          ? old
          : { ...old, text: draft.text, sha256, problems: [...problems] },
      );
      onDone();
    },
    onError: () => client.invalidateQueries({ queryKey: modelQuery.queryKey }),
  });
}
