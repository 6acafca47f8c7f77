// SPDX-License-Identifier: Apache-2.0
// A pack with one playbook that has every kind of step, for tests that spoil or compile it.
import type { Parsed } from '../../core/problem.ts';
import { loadPack } from './load.ts';
import type { Pack } from './pack.ts';

export function wholeBook() {
  return {
    words: [
      { id: 'pump', kind: 'asset', name: { en: 'Pump', de: 'Pumpe' } },
      { id: 'fence', kind: 'measure', name: { en: 'Fence' } },
    ],
    responders: [
      { id: 'lead', type: 'individual', name: { en: 'Lead', de: 'Leitung' }, approves: ['change'] },
      { id: 'executor', type: 'orchestrator', name: { en: 'Executor' } },
      { id: 'interface', type: 'http-api', name: { en: 'Interface' } },
    ],
    playbooks: [
      {
        id: 'p/playbook/whole',
        title: { en: 'Whole' },
        text: { en: 'Every kind of step.' },
        threats: [],
        severity: 50,
        date: '2026-03-02',
        references: [{ name: 'None' }],
        inputs: {
          'pump-name': { type: 'string', text: { en: 'Name of the pump' } },
          broken: { type: 'bool', text: { en: 'Is it broken?' } },
          kind: { type: 'string', text: { en: 'Which kind is it?' }, value: 'old' },
        },
        steps: [
          {
            id: 'look',
            phase: 'investigate',
            by: 'lead',
            on: ['pump'],
            say: { en: 'Look. Twice.' },
            asks: ['broken'],
          },
          {
            together: [
              [{ id: 'shut', phase: 'contain', put: 'shut/{pump-name}', say: { en: 'Shut {pump-name}.' } }],
              [
                {
                  id: 'call',
                  phase: 'notify',
                  by: 'lead',
                  minutes: 5,
                  say: { en: 'Call.' },
                  undo: { en: 'Call off.' },
                },
              ],
            ],
          },
          {
            if: "{broken} = 'true'",
            then: [{ id: 'mend', phase: 'eradicate', by: 'lead', risk: 'destructive', say: { en: 'Mend.' } }],
            else: [
              { id: 'clean', phase: 'eradicate', by: 'lead', measures: ['fence'], say: { en: 'Clean.' } },
            ],
          },
          {
            while: "{broken} = 'true'",
            repeat: [{ id: 'try', phase: 'recover', by: 'lead', say: { en: 'Try it.' }, asks: ['broken'] }],
          },
          {
            switch: 'kind',
            cases: { old: [{ id: 'oil', phase: 'recover', by: 'lead', say: { en: 'Oil.' } }] },
          },
          { id: 'open', phase: 'recover', lift: 'shut/{pump-name}', say: { en: 'Open {pump-name}.' } },
          { run: 'p/playbook/after' },
        ] as Record<string, unknown>[],
      },
      afterBook(),
    ] as (Record<string, unknown> & { steps: Record<string, unknown>[] })[],
    playbookTexts: [
      {
        playbook: 'p/playbook/after',
        language: 'de',
        title: 'Danach',
        text: 'Später.',
        steps: { rest: 'Ausruhen.' } as Record<string, string>,
      },
    ],
  };
}

function afterBook() {
  return {
    id: 'p/playbook/after',
    title: { en: 'After' },
    text: { en: 'Later.' },
    threats: [],
    severity: 1,
    date: '2026-03-02',
    references: [{ name: 'None' }],
    steps: [{ id: 'rest', phase: 'recover', by: 'lead', say: { en: 'Rest.' } }] as Record<string, unknown>[],
  };
}

/** A book as a loaded pack, with all that is wrong with it. */
export function bookPack(book: object): Parsed<Pack> {
  const manifest = { id: 'p', version: '1.0.0', name: { en: 'P' }, text: { en: 'P' }, license: 'Apache-2.0' };
  const file = (path: string, value: object) => ({ path, bytes: Buffer.from(JSON.stringify(value)) });
  return loadPack([file('pack.yaml', manifest), file('book.yaml', book)], []);
}
