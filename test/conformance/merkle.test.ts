// SPDX-License-Identifier: Apache-2.0
// transparency-dev/merkle testdata (Apache-2.0): all vectors of inclusion, consistency and their forms for subtrees.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from '../../src/evidence/index.ts';
import { describeCorpus } from './corpora.ts';

interface Vector {
  readonly [name: string]: unknown;
  readonly wantErr: boolean;
}

const hash = (value: unknown): Uint8Array => Buffer.from(String(value ?? ''), 'base64');
const number = (value: unknown): number => Number(value ?? 0);
const proofOf = ({ proof }: Vector): Uint8Array[] => ((proof ?? []) as readonly string[]).map(hash);

const CHECKS: Readonly<Record<string, (vector: Vector) => boolean>> = {
  inclusion: (v) =>
    verifyInclusion({
      index: number(v['leafIdx']),
      size: number(v['treeSize']),
      leaf: hash(v['leafHash']),
      root: hash(v['root']),
      proof: proofOf(v),
    }),
  consistency: (v) =>
    verifyConsistency({
      size1: number(v['size1']),
      size2: number(v['size2']),
      root1: hash(v['root1']),
      root2: hash(v['root2']),
      proof: proofOf(v),
    }),
  subtreeinclusion: (v) =>
    verifySubtreeInclusion({
      index: number(v['leafIdx']),
      start: number(v['start']),
      end: number(v['end']),
      leaf: hash(v['leafHash']),
      root: hash(v['root']),
      proof: proofOf(v),
    }),
  subtreeconsistency: (v) =>
    verifySubtreeConsistency({
      start: number(v['start']),
      end: number(v['end']),
      size: number(v['size']),
      subtreeRoot: hash(v['root1']),
      root: hash(v['root2']),
      proof: proofOf(v),
    }),
};
const COUNTS: Readonly<Record<string, number>> = {
  inclusion: 98,
  consistency: 98,
  subtreeinclusion: 204,
  subtreeconsistency: 118,
};

describeCorpus('merkle/testdata', 'transparency-dev/merkle', (place) => {
  test.each(Object.keys(CHECKS))('%s: every vector is decided as it says', (kind) => {
    const files = filesBelow(path.join(place, kind));
    expect(files).toHaveLength(COUNTS[kind] as number);
    for (const file of files) {
      const vector = JSON.parse(readFileSync(file, 'utf8')) as Vector;
      expect(CHECKS[kind]?.(vector), file).toBe(!vector.wantErr);
    }
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}
