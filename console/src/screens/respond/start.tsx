// SPDX-License-Identifier: Apache-2.0
// Begins a playbook: what it has to know, and what will really happen.

import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { Coded } from '../../parts/coded.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';
import { refreshCase } from './record.tsx';

export function Start({ id, plan }: { readonly id: string; readonly plan: Answer<'playbookPlan'> }) {
  const { say, language } = useWords();
  const navigate = useNavigate();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  // When the answer is lost, whoever presses again asks for the same run.
  const [run, setRun] = useState(newRun);
  const start = useMutation({
    mutationFn: (simulated: boolean) =>
      ask('startRun', {
        params: { id: simulated ? `${run}-rehearsal` : run },
        body: { case: id, playbook: plan.id, language, values: { ...values }, simulated },
      }),
    onSuccess: async ({ report }) => {
      setRun(newRun());
      await refreshCase();
      await navigate({ to: '/respond/$id/playbooks', params: { id }, search: { run: report.run } });
    },
  });
  const { earnest, inputs } = plan;
  return (
    <Sheet name={say('start.name')}>
      {inputs.map(({ name, text, value, control, needed }) => (
        <TextInput
          key={name}
          label={<Coded text={control ? say('start.control', { text }) : text} />}
          required={needed && !control}
          value={values[name] ?? value}
          onChange={(event) => {
            const written = event.currentTarget.value;
            setValues((before) => ({ ...before, [name]: written }));
          }}
        />
      ))}
      <div className="choices">
        <div className="stack">
          <p>{say('start.rehearse.text')}</p>
          <p>
            <Button loading={start.isPending} onClick={() => start.mutate(true)}>
              {say('start.rehearse')}
            </Button>
          </p>
        </div>
        <div className="stack">
          <p>
            {earnest.refused !== null
              ? say('start.earnest.refused', { why: visible(earnest.refused) })
              : earnest.hosts.length + earnest.programs.length === 0
                ? say('start.earnest.none')
                : say('start.earnest.text', {
                    where: [...earnest.hosts, ...earnest.programs].map(visible).join(', '),
                  })}
          </p>
          <p>
            <Button
              variant="default"
              disabled={earnest.refused !== null}
              loading={start.isPending}
              onClick={() => start.mutate(false)}
            >
              {say('start.earnest')}
            </Button>
          </p>
        </div>
      </div>
      <Wrong error={start.error} />
    </Sheet>
  );
}

/** The id of a run that is to begin. */
function newRun(): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${new Date().toISOString().slice(0, 10)}-${random.toString(36)}`;
}
