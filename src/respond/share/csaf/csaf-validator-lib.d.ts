// SPDX-License-Identifier: Apache-2.0
// The validator of the BSI comes without types; these are of what we call.
interface CsafTestResult {
  readonly isValid?: boolean;
  readonly errors?: readonly { readonly message: string; readonly instancePath: string }[];
}
type CsafTest = (document: unknown) => CsafTestResult | Promise<CsafTestResult>;

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  /** The first of 43, all of which are tests. */
  export const mandatoryTest_6_1_1: CsafTest;
}
declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  export const csaf_2_0_strict: CsafTest;
}
