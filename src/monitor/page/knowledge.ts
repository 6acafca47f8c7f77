// SPDX-License-Identifier: Apache-2.0
import { RE2JS } from 're2js';
import type {
  Pack,
  PageFieldSource,
  PageFindingKind,
  PageFindingSource,
  PageHostSource,
} from '../../model/index.ts';

/** What a pack knows of pages, ready to ask. */
export interface PageKnowledge {
  readonly fields: readonly PageFieldSource[];
  /** The secret that a control of these names asks for. */
  fieldOf(names: readonly string[]): PageFieldSource | undefined;
  hostKind(host: string): PageHostSource['kind'] | undefined;
  readonly wellKnownHosts: readonly string[];
  finding(kind: PageFindingKind): PageFindingSource | undefined;
}

/** Longest name of a control that is asked about. */
const MAX_NAME = 200;

/** Undefined: the pack does not speak of pages. */
export function compilePages(pack: Pack): PageKnowledge | undefined {
  if (pack.pageFindings.length === 0) return undefined;
  const fields = pack.pageFields.map((field) => ({
    field,
    patterns: field.match.map((pattern) => RE2JS.compile(pattern)),
  }));
  const hosts = new Map(
    pack.pageHosts.flatMap(({ kind, hosts: named }) => named.map((host) => [host, kind])),
  );
  const findings = new Map(pack.pageFindings.map((finding) => [finding.kind, finding]));
  return {
    fields: pack.pageFields,
    fieldOf(names) {
      const known = names.map((name) => spaced(name.slice(0, MAX_NAME)));
      return fields.find(({ patterns }) =>
        patterns.some((pattern) => known.some((name) => pattern.matcher(name).find())),
      )?.field;
    },
    hostKind: (host) => parents(host).flatMap((each) => hosts.get(each) ?? [])[0],
    wellKnownHosts: [...hosts].flatMap(([host, kind]) => (kind === 'well-known' ? [host] : [])),
    finding: (kind) => findings.get(kind),
  };
}

/** `cardNumber` → `card number`: words of one name stand apart, in lower case. */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function parents(host: string): readonly string[] {
  const labels = host.replace(/:\d+$/, '').split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}
