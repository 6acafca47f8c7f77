// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react';
import { useWords, type Word } from '../words/index.ts';
import { Dialog, type DialogOptions } from './dialog.tsx';
import { useScreens } from './screens.ts';

const OTHERS: readonly (readonly [string, Word])[] = [
  ['?', 'keys.help'],
  ['ctrl K', 'keys.palette'],
  ['j k', 'keys.rows'],
  ['space', 'keys.play'],
  ['← →', 'keys.scrub'],
];

export function KeysDialog(options: DialogOptions) {
  const { say } = useWords();
  const screens = useScreens();
  return (
    <Dialog title={say('keys.title')} {...options}>
      <dl className="keys">
        {screens.map(({ key, word }) => (
          <Fragment key={key}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{say(word)}</dd>
          </Fragment>
        ))}
        {OTHERS.map(([key, word]) => (
          <Fragment key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(word)}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
