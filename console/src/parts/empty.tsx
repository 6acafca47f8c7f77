// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** What a screen shows when there is nothing: one sentence, and the one thing to do. */
export function Empty({ text, action }: { readonly text: string; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{text}</p>
      {action}
    </div>
  );
}
