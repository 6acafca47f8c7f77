// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** A thing that is chosen or not: pressed by pointer or keyboard, told by a tick and not by colour alone. */
export function Chip({
  pressed,
  onPress,
  children,
}: {
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className="chip" aria-pressed={pressed} onClick={onPress}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {pressed ? (
          <path d="m1 6 4 4 6-8" fill="none" stroke="currentColor" strokeWidth="2" />
        ) : (
          <path d="M6 1v10M1 6h10" fill="none" stroke="currentColor" strokeWidth="1.500" />
        )}
      </svg>
      {children}
    </button>
  );
}
