// SPDX-License-Identifier: Apache-2.0
/// <reference path="./csaf-validator-lib.d.ts" />
// CSAF 2.0 §6.1: the schema and all mandatory tests, by the validator of the BSI.

export interface CsafFault {
  /** `schema`, or the section of the test such as `6.1.27.9`. */
  readonly test: string;
  /** JSON pointer into the document. */
  readonly at: string;
  readonly message: string;
}

/** Nothing for a valid document. Tests follow only where the schema holds: they read a document as it says. */
export async function validateCsaf(document: unknown): Promise<readonly CsafFault[]> {
  // The tests compile their schemas when they are loaded, which takes longer than most commands.
  const { csaf_2_0_strict: schema } = await import('@secvisogram/csaf-validator-lib/schemaTests.js');
  const broken = await faultsOf('schema', schema, document);
  if (broken.length > 0) return broken;
  const mandatory: object = await import('@secvisogram/csaf-validator-lib/mandatoryTests.js');
  const filled = withLists(document as CsafWithFlaws);
  const faults: CsafFault[] = [];
  for (const [name, test] of Object.entries(mandatory) as [string, CsafTest][]) {
    const section = /^mandatoryTest_([0-9_]+)$/.exec(name)?.[1]?.replaceAll('_', '.');
    if (section === undefined) continue;
    faults.push(...(await faultsOf(section, test, OF_ALL_FLAWS.has(section) ? filled : document)));
  }
  return faults;
}

interface CsafWithFlaws {
  readonly vulnerabilities?: readonly Readonly<Record<string, unknown>>[];
}

/** In 2.0.10 of the validator these pass over the whole document when one vulnerability has no such list. */
const OF_ALL_FLAWS = new Set(['6.1.29', '6.1.32', '6.1.33']);

function withLists(document: CsafWithFlaws): CsafWithFlaws {
  const { vulnerabilities } = document;
  if (vulnerabilities === undefined) return document;
  return {
    ...document,
    vulnerabilities: vulnerabilities.map((each) => ({ flags: [], remediations: [], ...each })),
  };
}

async function faultsOf(name: string, test: CsafTest, document: unknown): Promise<readonly CsafFault[]> {
  const { isValid = true, errors = [] } = await answerOf(test, document);
  if (isValid) return [];
  const faults = errors.map(({ message, instancePath }) => ({ test: name, at: instancePath, message }));
  return faults.length > 0 ? faults : [{ test: name, at: '', message: 'the test does not hold' }];
}

/** A test that a hostile document breaks does not hold. */
async function answerOf(test: CsafTest, document: unknown): Promise<CsafTestResult> {
  try {
    return await test(document);
  } catch (error) {
    return { isValid: false, errors: [{ message: `Cannot test it: ${String(error)}`, instancePath: '' }] };
  }
}
