// SPDX-License-Identifier: Apache-2.0

/** The parts of a package URL, decoded and normalised by the rules of its type. */
export interface Purl {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}
