// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bookPack, wholeBook } from './playbook.fixture.ts';

type Book = ReturnType<typeof wholeBook>;
type Step = Record<string, unknown>;

const steps = (book: Book) => book.playbooks[0]?.steps as Step[];
const [LOOK, TOGETHER, OPEN, RUN] = [0, 1, 5, 6];

describe('a book of playbooks', () => {
  it('loads when nothing is wrong', () => {
    expect(bookPack(wholeBook()).problems).toEqual([]);
  });

  it.each<[string, (book: Book) => unknown, string]>([
    [
      'a responder that is not there',
      (book) => ((steps(book)[LOOK] as Step)['by'] = 'leed'),
      'Cannot find `leed`: expected a responder that this pack or one it uses defines | Did you mean `lead`?',
    ],
    [
      'an asset type that is not there',
      (book) => ((steps(book)[LOOK] as Step)['on'] = ['pum']),
      'Cannot find `pum`: expected an asset type that this pack or one it uses defines | Did you mean `pump`?',
    ],
    [
      'a measure that is not there',
      (book) => ((steps(book)[LOOK] as Step)['measures'] = ['fense']),
      'Cannot find `fense`: expected a measure that this pack or one it uses defines | Did you mean `fence`?',
    ],
    [
      'another playbook that is not there',
      (book) => ((steps(book)[RUN] as Step)['run'] = 'p/playbook/aftr'),
      'Cannot find `p/playbook/aftr`: expected a playbook that this pack or one it uses defines | Did you mean `p/playbook/after`?',
    ],
    [
      'a threat that is not there, and no way in or out of one that has two',
      (book) => Object.assign(book.playbooks[1] as object, { threats: [7] }),
      'Cannot find `7`: expected a threat that this pack or one it uses defines\nNo step has the phase `contain`: expected a way in and a way out',
    ],
    [
      'an input that is not stated',
      (book) => ((steps(book)[LOOK] as Step)['say'] = { en: 'Look at {pump-nam}.' }),
      'Cannot find the input `pump-nam`: expected one of `inputs` | Did you mean `pump-name`?',
    ],
    [
      'an input that nothing uses',
      (book) =>
        Object.assign(book.playbooks[1] as object, { inputs: { idle: { type: 'bool', text: { en: 'I' } } } }),
      'Nothing uses the input `idle`: expected a step that does\nThe text of `idle` in `inputs` is missing: expected all of them',
    ],
    [
      'a value that is used before it is known',
      (book) => ((steps(book)[LOOK] as Step)['say'] = { en: 'Look whether {broken}.' }),
      'Nobody knows `broken` yet: expected a step before that asks for it',
    ],
    [
      'two steps of one id',
      (book) => ((steps(book)[OPEN] as Step)['id'] = 'look'),
      'Two steps are called `look`: expected each id once',
    ],
    [
      'a step that nobody does',
      (book) => delete (steps(book)[LOOK] as Step)['by'],
      'Nobody does `look`: expected `by`, `put` or `lift`',
    ],
    [
      'a control that also a person does, and that asks',
      (book) => Object.assign(steps(book)[OPEN] as Step, { by: 'lead', asks: ['broken'] }),
      'Both a responder and a control do `open`: expected one of them\nA control cannot answer what `open` asks: expected `by`',
    ],
    [
      'a control that is never lifted',
      (book) => steps(book).splice(OPEN, 1),
      'Nothing lifts the control `shut/{pump-name}` again: expected a later step with `lift`, or `stays: true`',
    ],
    [
      'a control that stays and is lifted',
      (book) =>
        Object.assign(((steps(book)[TOGETHER] as Step)['together'] as Step[][])[0]?.[0] as Step, {
          stays: true,
        }),
      'The control of `shut` stays and is lifted: expected one of them',
    ],
    [
      'a control that was never set',
      (book) => ((steps(book)[OPEN] as Step)['lift'] = 'shut/main'),
      'Nothing lifts the control `shut/{pump-name}` again: expected a later step with `lift`, or `stays: true`\nNo step before sets the control `shut/main`: expected one',
    ],
    [
      'controls without the interface that takes them',
      (book) => book.responders.pop(),
      'Cannot set a control: expected one responder of the type `http-api`',
    ],
    [
      'a translation without a text, and with one too many',
      (book) => ((book.playbookTexts[0] as Book['playbookTexts'][number]).steps = { sleep: 'Schlafen.' }),
      'The text of `rest` in `steps` is missing: expected all of them\nNothing is called `sleep` in `steps` of the playbook',
    ],
    [
      'a translation that stands for other inputs',
      (book) => ((book.playbookTexts[0] as Book['playbookTexts'][number]).steps = { rest: '{ruhe}.' }),
      'The text of `rest` stands for other inputs than the English one: expected none',
    ],
    [
      'a translation of a playbook that is not there',
      (book) => Object.assign(book.playbookTexts[0] as object, { playbook: 'p/playbook/aftr' }),
      'Cannot find `p/playbook/aftr`: expected a playbook of this pack or one it uses | Did you mean `p/playbook/after`?',
    ],
  ])('is refused for %s', (_, spoil, expected) => {
    const book = wholeBook();
    spoil(book);
    const { problems } = bookPack(book);
    const shown = problems.map(({ message, hint }) =>
      hint === undefined ? message : `${message} | ${hint}`,
    );
    expect(shown.join('\n')).toBe(expected);
    expect(problems.every(({ at }) => at.file === 'book.yaml')).toBe(true);
  });

  it('says which key of a step is wrong', () => {
    const book = wholeBook();
    Object.assign(steps(book)[LOOK] as Step, { phaze: 'contain' });
    expect(bookPack(book).problems.map(({ code }) => code)).toContain('PACK_UNKNOWN_KEY');
  });
});
