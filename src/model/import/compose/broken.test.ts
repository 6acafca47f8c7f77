// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe, expect, it } from 'vitest';
import { problemLines } from '../container/statements.fixture.ts';
import { composeImporter } from './index.ts';

const CASES: readonly (readonly [yaml: string, ...problems: string[]])[] = [
  [''],
  ['[]'],
  ['just text'],
  ['name: x'],
  ['services: []'],
  ['services: {web: 3}'],
  ['services: {web: {image: [a]}}'],
  ['services: {web: {image: "a b"}}'],
  ['services: {web: {}}'],
  ['services: {web: {build: ., ports: 80}}'],
  ['services: {web: {build: ., ports: ["http"]}}'],
  ['services: {web: {build: ., ports: ["70000"]}}'],
  ['services: {web: {build: ., ports: ["0:80"]}}'],
  ['services: {web: {build: ., ports: ["80-70"]}}'],
  ['services: {web: {build: ., ports: ["8000-8002:80-81"]}}'],
  ['services: {web: {build: ., ports: ["300.1.1.1:80:80"]}}'],
  ['services: {web: {build: ., ports: ["80/tcp/udp"]}}'],
  ['services: {web: {build: ., ports: [[80]]}}'],
  ['services: {web: {build: ., ports: [{published: 80}]}}'],
  ['services: {web: {build: ., ports: [{target: x}]}}'],
  ['services: {web: {build: ., expose: ["x"]}}'],
  ['services: {web: {build: ., ports: ["${A"]}}'],
  ['services: {web: {build: ., image: "${1A}"}}'],
  ['services: {web: {build: ., privileged: maybe}}'],
  ['services: {web: {build: ., networks: [back]}}'],
  ['services: {web: {build: ., depends_on: [db]}}'],
  ['services: {web: {build: ., links: ["db:sql"]}}'],
  ['services: {web: {build: ., environment: 3}}'],
  ['services: {web: {build: ., environment: {A: [1]}}}'],
  ['services: {web: {build: ., volumes: x}}'],
  ['services: {web: {build: ., cap_add: ALL}}'],
  ['services:\n  web:\n    build: .\n    extends: web'],
  ['services:\n  web:\n   build: .\n  web:\n   build: .'],
  ['services:\n\tweb: {}'],
  ['services: {web: {build: .}}\n---\nservices: {}'],
  ['services: {web: {build: ., networks: {a: }}}\nnetworks: [a]'],
];

describe('a broken Compose file', () => {
  for (const [yaml, ...problems] of CASES) {
    it(`is reported at its place: ${JSON.stringify(yaml)}`, () => {
      expect(problemLines(composeImporter, { 'compose.yaml': yaml })).toEqual(problems);
    });
  }
});
