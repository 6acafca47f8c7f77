// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from '@mantine/core';
import { LANGUAGES, type Language, speak, useWords } from '../words/index.ts';
import { SCHEMES, useAppearance } from './appearance.ts';
import { Dialog, type DialogOptions } from './dialog.tsx';

export function AppearanceFields(options: DialogOptions) {
  const { say, language } = useWords();
  const { scheme, setScheme, contrast, setContrast } = useAppearance();
  return (
    <Dialog title={say('bar.appearance')} {...options}>
      <div className="stack">
        <NativeSelect
          label={say('appearance.language')}
          value={language}
          onChange={(event) => void speak(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
        <NativeSelect
          label={say('appearance.scheme')}
          value={scheme}
          onChange={(event) => setScheme(event.currentTarget.value as (typeof SCHEMES)[number])}
          data={SCHEMES.map((value) => ({ value, label: say(`appearance.${value}`) }))}
        />
        <Button variant="default" aria-pressed={contrast} onClick={() => setContrast(!contrast)}>
          {say(contrast ? 'appearance.usual' : 'appearance.contrast')}
        </Button>
      </div>
    </Dialog>
  );
}
