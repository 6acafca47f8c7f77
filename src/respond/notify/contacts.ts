// SPDX-License-Identifier: Apache-2.0
// Whom to write to: one JSON object a line, `{"person": "c-101", "email": "…", "language": "de"}`.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';

const Contact = z.strictObject({
  person: z.string().min(1).max(200).describe('Value of the key by which the affected are known'),
  email: z.email().max(254),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('en'),
});
export type Contact = z.infer<typeof Contact>;

/** More than anybody reads. */
const MAX_PROBLEMS = 100;

/** Contacts by person; a person that stands twice is a problem, as one of the two would get nothing. */
export function readContacts(bytes: Uint8Array, file: string): Parsed<ReadonlyMap<string, Contact>> {
  const contacts = new Map<string, Contact>();
  const problems: Problem[] = [];
  for (const [at, line] of new TextDecoder().decode(bytes).split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = readContact(line);
    const message =
      typeof found === 'string'
        ? found
        : contacts.has(found.person)
          ? `${found.person} stands twice`
          : undefined;
    if (message === undefined) contacts.set((found as Contact).person, found as Contact);
    else if (problems.length < MAX_PROBLEMS)
      problems.push({
        code: 'NOTIFY_CONTACT',
        severity: 'error',
        message,
        at: { file, line: at + 1, column: 1 },
      });
  }
  return problems.length > 0 ? { problems } : { value: contacts, problems };
}

function readContact(line: string): Contact | string {
  try {
    const parsed = Contact.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
    return parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`)
      .join('; ');
  } catch {
    return 'Not JSON: expected {"person": …, "email": …, "language": …}';
  }
}
