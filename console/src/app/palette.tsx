// SPDX-License-Identifier: Apache-2.0
// Everything one can go to or do, found by writing a part of its name (WAI-ARIA combobox with a list box).
import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { LANGUAGES, type Language, speak, useWords } from '../words/index.ts';
import { SCHEMES, useAppearance } from './appearance.ts';
import { Dialog, type DialogOptions } from './dialog.tsx';
import { useScreens } from './screens.ts';

interface Choice {
  readonly name: string;
  readonly hint?: string;
  readonly run: () => void;
}

interface PaletteOptions extends DialogOptions {
  readonly onDialog: (dialog: 'keys') => void;
}

export function Palette(options: PaletteOptions) {
  const { say } = useWords();
  return (
    <Dialog title={say('palette.title')} {...options}>
      <Choices {...options} />
    </Dialog>
  );
}

function Choices({ onClose, onDialog }: PaletteOptions) {
  const { say } = useWords();
  const [written, setWritten] = useState('');
  const [at, setAt] = useState(0);
  const all = useChoices(onDialog);
  const found = all.filter(({ name }) => name.toLowerCase().includes(written.trim().toLowerCase()));
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onClose();
    choice.run();
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setAt((at + step + found.length) % found.length);
    if (event.key === 'Enter') choose(found[at]);
    if (step !== 0 || event.key === 'Enter') event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-options"
        {...(found.length === 0 ? {} : { 'aria-activedescendant': `palette-${at}` })}
        aria-label={say('palette.title')}
        placeholder={say('palette.placeholder')}
        value={written}
        onChange={(event) => {
          setWritten(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div
        className="options"
        role="listbox"
        id="palette-options"
        aria-label={say('palette.title')}
        tabIndex={-1}
      >
        {found.map((choice, index) => (
          // The field has the keys; the pointer alone comes here.
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field chooses the active option
          <div
            key={choice.name}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => choose(choice)}
          >
            {choice.name}
            {choice.hint === undefined ? null : <kbd>{choice.hint}</kbd>}
          </div>
        ))}
      </div>
      <p className="soft small" role="status">
        {say('palette.found', { count: found.length })}
      </p>
    </>
  );
}

function useChoices(onDialog: (dialog: 'keys') => void): readonly Choice[] {
  const { say } = useWords();
  const navigate = useNavigate();
  const screens = useScreens();
  const { setScheme, contrast, setContrast } = useAppearance();
  return [
    ...screens.map(({ to, word, key }) => ({
      name: say('palette.go', { screen: say(word) }),
      hint: `g ${key}`,
      run: () => void navigate({ to }),
    })),
    { name: say('keys.title'), hint: '?', run: () => onDialog('keys') },
    ...SCHEMES.map((scheme) => ({ name: say(`appearance.${scheme}`), run: () => setScheme(scheme) })),
    {
      name: say(contrast ? 'appearance.usual' : 'appearance.contrast'),
      run: () => setContrast(!contrast),
    },
    ...Object.entries(LANGUAGES).map(([language, name]) => ({
      name,
      run: () => void speak(language as Language),
    })),
    { name: say('look.title'), run: () => void navigate({ to: '/look' }) },
  ];
}
