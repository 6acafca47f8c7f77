// SPDX-License-Identifier: Apache-2.0
// Light, dark, as the machine has it; and more contrast on top of any.
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';

const KEPT = 'ensuresec.contrast';
export const SCHEMES = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[];

export function startContrast(): void {
  const kept = localStorage.getItem(KEPT);
  setContrast(kept === null ? matchMedia('(prefers-contrast: more)').matches : kept === 'more');
}

function setContrast(more: boolean): void {
  if (more) document.documentElement.dataset['contrast'] = 'more';
  else delete document.documentElement.dataset['contrast'];
}

export interface Appearance {
  readonly scheme: MantineColorScheme;
  readonly contrast: boolean;
  readonly setScheme: (scheme: MantineColorScheme) => void;
  readonly setContrast: (more: boolean) => void;
}

export function useAppearance(): Appearance {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [contrast, setShown] = useState(document.documentElement.dataset['contrast'] === 'more');
  return {
    scheme: colorScheme,
    contrast,
    setScheme: setColorScheme,
    setContrast: (more) => {
      localStorage.setItem(KEPT, more ? 'more' : 'usual');
      setContrast(more);
      setShown(more);
    },
  };
}
