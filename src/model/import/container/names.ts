// SPDX-License-Identifier: Apache-2.0
// Names under which containers find each other.

/** What one caller can resolve. */
export interface Names<T> {
  get(name: string): T | undefined;
  /** The name that a variable such as `PAYMENT_SERVICE` most likely means: `payment`, `paymentservice`, `payment-api`. */
  resembling(variable: string): string | undefined;
}

interface Known {
  readonly name: string;
  readonly position: number;
}

/** Names of `own`, and those of `wider` for all that `own` does not have. Only own names are guessed. Cost: own names. */
export function namesOf<T>(own: ReadonlyMap<string, T>, wider?: ReadonlyMap<string, T>): Names<T> {
  const exact = new Map<string, Known>();
  const byStart = new Map<string, string | null>();
  for (const name of own.keys()) {
    for (const key of [plain(name), plain(name).replace(/service$/, '')]) {
      if (!exact.has(key)) exact.set(key, { name, position: exact.size });
    }
    for (const start of startsOf(name)) byStart.set(start, byStart.has(start) ? null : name);
  }
  return {
    get: (name) => own.get(name) ?? wider?.get(name),
    resembling: (variable) => {
      const found = [plain(variable), plain(variable.replace(/_SERVICE$/i, ''))].flatMap(
        (key) => exact.get(key) ?? [],
      );
      const [best] = found.sort((one, other) => one.position - other.position);
      return best?.name ?? byStart.get(variable.toLowerCase().replaceAll('_', '-')) ?? undefined;
    },
  };
}

/** More words than this are no name that a variable is made of. */
const MAX_STARTS = 8;

/** `payment-api-v2` starts with `payment` and with `payment-api`. */
function startsOf(name: string): readonly string[] {
  const words = name.toLowerCase().split('-').slice(0, MAX_STARTS);
  return words.slice(1).map((_, at) => words.slice(0, at + 1).join('-'));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
