// SPDX-License-Identifier: Apache-2.0
import { percent } from '../words/format.ts';
import { useWords } from '../words/index.ts';

/** How far something is, from 0 to 1: as a bar and as a number. */
export function Progress({ name, part }: { readonly name: string; readonly part: number }) {
  const { language } = useWords();
  return (
    <span className="progress">
      <progress aria-label={name} value={part} max={1} />
      <span className="small">{percent(language, part)}</span>
    </span>
  );
}
