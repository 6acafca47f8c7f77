// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

export interface DialogOptions {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A dialog that writes no style into the page: the lock of the page's scrolling would. */
export function Dialog({
  title,
  opened,
  onClose,
  children,
}: DialogOptions & { readonly title: string; readonly children: ReactNode }) {
  const { say } = useWords();
  return (
    <Modal.Root
      className="dialog"
      opened={opened}
      onClose={onClose}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Not the header element: outside of main that would be a second banner of the page. */}
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={say('dialog.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
