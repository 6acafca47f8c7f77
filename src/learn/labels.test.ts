// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readLabels } from './labels.ts';

const read = (...lines: string[]) => readLabels(Buffer.from(lines.join('\n')), 'truth.ndjson');
const label = (id: string, attack: string): string => JSON.stringify({ id, attack });

it('reads the attack of each event; what is said twice is said', () => {
  const { value, problems } = read(label('e1', 'robbed'), '', label('e2', 'phished'), label('e1', 'robbed'));
  expect(problems).toEqual([]);
  expect([...(value ?? [])]).toEqual([
    ['e1', 'robbed'],
    ['e2', 'phished'],
  ]);
});

it('refuses an event of two attacks, with both lines', () => {
  const { value, problems } = read(
    label('e1', 'robbed'),
    label('e2', 'phished'),
    label('e1', 'phished'),
    label('e1', 'robbed'),
    label('e1', 'jammed'),
  );
  expect(value).toBeUndefined();
  expect(problems.map(({ code, at, message }) => `${at.file}:${at.line} ${code} ${message}`)).toEqual([
    'truth.ndjson:3 LEARN_LABEL_TWICE The event `e1` is of `phished` here and of `robbed` on line 1: expected one attack an event',
    'truth.ndjson:5 LEARN_LABEL_TWICE The event `e1` is of `jammed` here and of `robbed` on line 1: expected one attack an event',
  ]);
});

it.each(['{', '[]', 'null', '{"id":"e1"}', '{"id":1,"attack":"a"}', '{"id":"e1","attack":""}'])(
  'tells the line that is no label: %s',
  (line) => {
    const { value, problems } = read(label('e1', 'robbed'), line);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'LEARN_BAD_LABEL', at: { line: 2 } }]);
  },
);
