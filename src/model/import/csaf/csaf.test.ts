// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { importFiles } from '../import.ts';

type Json = Readonly<Record<string, unknown>>;

const PURL = 'pkg:npm/tool@1.0.0';
const VECTOR = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const MODEL = {
  ensuresec: 1,
  name: 'Demo',
  pack: 'e-commerce',
  assets: [
    { id: 'search', type: 'service', software: [PURL, 'pkg:npm/other@2.0.0'] },
    { id: 'orders', type: 'service', software: [PURL] },
  ],
} as const;
const product = (id: string, purl?: string) => ({
  name: id,
  product_id: id,
  ...(purl === undefined ? {} : { product_identification_helper: { purl } }),
});
const within = (id: string, part: string, whole: string) => ({
  category: 'default_component_of',
  full_product_name: { name: id, product_id: id },
  product_reference: part,
  relates_to_product_reference: whole,
});
const csaf = (vulnerabilities: readonly Json[], more: Json = {}): Json => ({
  document: { category: 'csaf_vex', csaf_version: '2.0' },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'x',
        branches: [{ category: 'product_version', name: '1', product: product('T', PURL) }],
      },
    ],
    full_product_names: [
      product('search'),
      product('any', 'pkg:npm/tool'),
      product('U', 'pkg:npm/tool@9.9.9'),
    ],
    relationships: [within('T-in-search', 'T', 'search'), within('T-in-any', 'T', 'U')],
  },
  vulnerabilities,
  ...more,
});
const flaw = (status: Json, more: Json = {}): Json => ({
  cve: 'CVE-2027-0001',
  product_status: status,
  ...more,
});

function read(...documents: Json[]) {
  const inputs = documents.map((document, index) => ({
    file: `c${index}.json`,
    bytes: new TextEncoder().encode(JSON.stringify(document)),
  }));
  const { value, problems } = importFiles(inputs, { into: MODEL as never, hints: [] });
  const found = (value?.model.assets ?? []).flatMap(({ id, vulnerabilities }) =>
    (vulnerabilities ?? []).map((each) => `${id} ${each.id} ${each.status} ${each.access} ${each.effect}`),
  );
  const told = problems.map(({ severity, code }) => `${severity} ${code}`);
  return {
    found,
    told,
    assumptions: (value?.model.assumptions ?? []).map(({ text }) => text),
    gaps: value?.model.gaps,
  };
}

describe('CSAF', () => {
  it.each<[string, Json, string[]]>([
    [
      'every asset that holds the package',
      { known_not_affected: ['T'] },
      ['search', 'orders'].map((id) => `${id} CVE-2027-0001 not_affected network code`),
    ],
    [
      'the asset that it is part of alone',
      { fixed: ['T-in-search'] },
      ['search CVE-2027-0001 fixed network code'],
    ],
    ['nothing, for a package of another version', { known_not_affected: ['U'] }, []],
    ['nothing, for a package without a version', { known_not_affected: ['any'] }, []],
    ['nothing, for a part of what is not there', { known_not_affected: ['T-in-any'] }, []],
    ['nothing, for a product that is not defined', { known_not_affected: ['none'] }, []],
    [
      'the worse of two statements',
      { known_not_affected: ['T'], under_investigation: ['T-in-search'] },
      [
        'search CVE-2027-0001 under_investigation network code',
        'orders CVE-2027-0001 not_affected network code',
      ],
    ],
  ])('states of %s', (_, status, expected) => {
    expect(read(csaf([flaw(status)])).found).toEqual(expected);
  });

  it('reads how a flaw is used, of 2.0 and of 2.1', () => {
    const score = { products: ['T-in-search'], cvss_v3: { vectorString: VECTOR } };
    const metric = { products: ['T-in-search'], content: { cvss_v3: { vectorString: VECTOR } } };
    const expected = ['search CVE-2027-0001 affected local code'];
    expect(read(csaf([flaw({ known_affected: ['T-in-search'] }, { scores: [score] })])).found).toEqual(
      expected,
    );
    const newer = { document: { csaf_version: '2.1' } };
    expect(
      read(csaf([flaw({ known_affected: ['T-in-search'] }, { metrics: [metric] })], newer)).found,
    ).toEqual(expected);
  });

  it('reads a document of many products in one pass, and chains of products to a bound', () => {
    const ids = Array.from({ length: 20_000 }, (_, at) => `P${at}`);
    const scores = [{ products: [...ids, 'T'], cvss_v3: { vectorString: VECTOR } }];
    const flags = [{ label: 'component_not_present', product_ids: ids }];
    const many = csaf([flaw({ known_affected: [...ids, 'T'] }, { scores, flags })]);
    const tree = many['product_tree'] as { readonly full_product_names: readonly Json[] };
    const whole = { ...many, product_tree: { ...tree, full_product_names: ids.map((id) => product(id)) } };
    expect(read(whole).found).toEqual(
      ['search', 'orders'].map((id) => `${id} CVE-2027-0001 affected local code`),
    );
    const chain = ids.map((id, at) => within(id, 'T', at === 0 ? 'search' : `P${at - 1}`));
    const deep = { ...many, product_tree: { ...tree, relationships: chain } };
    expect(read({ ...deep, vulnerabilities: [flaw({ fixed: ids })] }).told).toEqual([]);
  });

  it('keeps why as an assumption, and what nobody knows as a gap', () => {
    const threats = [{ category: 'impact', details: 'lookups are off', product_ids: ['T-in-search'] }];
    const flags = [{ label: 'vulnerable_code_not_present', product_ids: ['T-in-search'] }];
    const stated = read(csaf([flaw({ known_not_affected: ['T-in-search'] }, { threats, flags })]));
    expect(stated.assumptions).toEqual([
      'CVE-2027-0001 does not affect search: vulnerable code not present: lookups are off',
    ]);
    expect(read(csaf([flaw({ under_investigation: ['T-in-search'] })])).gaps).toMatchObject([
      { about: 'search', unknown: 'software' },
    ]);
  });

  it.each<[string, Json, string[]]>([
    ['another version', csaf([], { document: { csaf_version: '2.9' } }), ['error CSAF_VERSION']],
    [
      'a flaw without an id',
      csaf([{ product_status: { fixed: ['T'] } }]),
      ['error CSAF_NO_ID', 'warning CSAF_NO_PRODUCT'],
    ],
    ['products that are not here', csaf([flaw({ fixed: ['U'] })]), ['warning CSAF_NO_PRODUCT']],
  ])('tells %s', (_, document, expected) => {
    expect(read(document).told).toEqual(expected);
  });

  it('reads a tree that nests without end no further than the bound', () => {
    let branches: readonly Json[] = [{ product: product('T', PURL) }];
    for (let depth = 0; depth < 45; depth++) branches = [{ branches }];
    const deep = csaf([flaw({ fixed: ['T'] })], { product_tree: { branches } });
    expect(read(deep).told).toEqual(['warning CSAF_NO_PRODUCT']);
  });
});
