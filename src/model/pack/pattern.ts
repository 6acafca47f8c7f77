// SPDX-License-Identifier: Apache-2.0
// Regular expressions in packs: RE2 syntax, so that matching takes linear time whatever the text.
import { RE2JS } from 're2js';
import { z } from 'zod';

export const Pattern = z.string().min(1).max(2000).refine(isPattern, 'a pattern in RE2 syntax');

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}
