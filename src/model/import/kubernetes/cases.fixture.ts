// SPDX-License-Identifier: Apache-2.0
// Tests only: tables of manifests and what they state.
import { expect, it } from 'vitest';
import { statements } from '../container/statements.fixture.ts';
import { kubernetesImporter } from './index.ts';

export interface Case {
  readonly title: string;
  /** Objects of one file, a document each. */
  readonly objects?: readonly string[];
  /** Whole files by name, instead. */
  readonly files?: Readonly<Record<string, string>>;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

/** Deployment `web` of namespace `default` on lines 1 to 5: its pod spec, on line 5, has one container with `extra` keys. */
export function web(extra = '', podSpec = ''): string {
  return deployment('web', extra, podSpec);
}

/** The same under another name. */
export function deployment(name: string, extra = '', podSpec = ''): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: {name: ${name}}`,
    `spec: {template: {metadata: {labels: {app: ${name}}},`,
    `  spec: {containers: [{name: c, image: "${name}:1"${extra === '' ? '' : `, ${extra}`}}]${podSpec === '' ? '' : `, ${podSpec}`}}}}`,
  ].join('\n');
}

/** A service that selects the pods of a deployment; its spec is on line 4. */
export function service(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: ${name}}, ${spec}}`;
}

/** Any other object; its body is on line 4. */
export function object(version: string, kind: string, name: string, body: string): string {
  return `apiVersion: ${version}\nkind: ${kind}\nmetadata: {name: ${name}}\n${body}`;
}

function check({ objects = [], files, has = [], lacks = [] }: Case): void {
  const got = statements(kubernetesImporter, files ?? { 'app.yaml': objects.join('\n---\n') });
  for (const line of has) expect(got).toContain(line);
  for (const line of lacks) expect(got.filter((one) => one.includes(line))).toEqual([]);
}

/** One test a case. */
export function tests(cases: readonly Case[]): void {
  for (const one of cases) it(one.title, () => check(one));
}
