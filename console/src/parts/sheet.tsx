// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useId } from 'react';

/** A named part of a screen. */
export function Sheet({
  name,
  aside,
  children,
}: {
  readonly name: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="sheet" aria-labelledby={id}>
      <header>
        <h2 id={id}>{name}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
