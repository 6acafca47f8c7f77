// SPDX-License-Identifier: Apache-2.0

/** Nothing has gone out, and nothing has begun: no address, no connection, no program, something that is not allowed. */
export class NotSent extends Error {}

/** What becomes of it, or why it did not begin. @throws what is no NotSent: it may have taken place. */
export async function sentOr<T>(begin: () => Promise<T>): Promise<T | { readonly notSent: string }> {
  try {
    return await begin();
  } catch (error) {
    if (error instanceof NotSent) return { notSent: error.message };
    throw error;
  }
}
