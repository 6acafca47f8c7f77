// SPDX-License-Identifier: Apache-2.0
// What was written and not saved outlives a reload of the tab, together with the text it began from.
import { useCallback, useState } from 'react';

const KEPT = 'ensuresec.draft';

export interface Draft {
  readonly text: string;
  /** SHA-256 of the text that was edited. */
  readonly sha256: string;
}

function read(): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    const { text, sha256 } = (kept ?? {}) as Partial<Draft>;
    return typeof text === 'string' && typeof sha256 === 'string' ? { text, sha256 } : undefined;
  } catch {
    return undefined;
  }
}

export function useDraft(): readonly [Draft | undefined, (draft: Draft | undefined) => void] {
  const [draft, setDraft] = useState(read);
  const keep = useCallback((next: Draft | undefined): void => {
    setDraft(next);
    try {
      if (next === undefined) sessionStorage.removeItem(KEPT);
      else sessionStorage.setItem(KEPT, JSON.stringify(next));
    } catch {
      // Too large for the browser to keep: it lives as long as the page.
    }
  }, []);
  return [draft, keep];
}
