// SPDX-License-Identifier: Apache-2.0
// Tokens and components, all that screens may use, on one page.
import './look.css';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Chip } from '../../parts/chip.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Numbers } from '../../parts/numbers.tsx';
import { Progress } from '../../parts/progress.tsx';
import { OutcomeMark, Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';

const COLOURS = ['paper', 'sheet', 'sunk', 'line', 'line-strong', 'ink', 'ink-soft', 'accent', 'accent-soft'];
const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const;
const OUTCOMES = ['INSECURE', 'UNKNOWN', 'SECURE'] as const;

export function Look() {
  const { say } = useWords();
  return (
    <div className="stack">
      <h1 className="title">{say('look.title')}</h1>
      <div className="columns">
        <Sheet name={say('look.colours')}>
          <ul className="swatches">
            {COLOURS.map((colour) => (
              <li key={colour}>
                <span className={`swatch swatch-${colour}`} />
                <code>{colour}</code>
              </li>
            ))}
          </ul>
        </Sheet>
        <Sheet name={say('look.severity')}>
          <div className="row">
            {LEVELS.map((level) => (
              <Severity key={level} level={level} />
            ))}
          </div>
          <div className="row">
            {OUTCOMES.map((outcome) => (
              <OutcomeMark key={outcome} outcome={outcome} />
            ))}
          </div>
        </Sheet>
        <Sheet name={say('look.controls')}>
          <div className="row">
            <Button>{say('look.primary')}</Button>
            <Button variant="default">{say('look.secondary')}</Button>
            <Button disabled>{say('look.disabled')}</Button>
          </div>
          <TextInput label={say('look.field')} />
          <div className="chips">
            <Chip pressed onPress={() => undefined}>
              {say('look.primary')}
            </Chip>
            <Chip pressed={false} onPress={() => undefined}>
              {say('look.secondary')}
            </Chip>
          </div>
          <NativeSelect label={say('look.choice')} data={LEVELS.map((one) => say(`level.${one}`))} />
        </Sheet>
      </div>
      <Numbers
        numbers={[
          { name: say('numbers.insecure'), value: 12, alarming: true },
          { name: say('numbers.undecided'), value: null, alarming: false },
          { name: say('numbers.silent'), value: 0, alarming: true },
        ]}
      />
      <Progress name={say('look.progress')} part={0.4} />
      <Empty text={say('lost.text')} action={<Button variant="default">{say('answer.again')}</Button>} />
    </div>
  );
}
