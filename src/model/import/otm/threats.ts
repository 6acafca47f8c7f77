// SPDX-License-Identifier: Apache-2.0
import type { Gap } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { Node } from '../node.ts';
import { unknownOfThreat } from '../threat.ts';

export interface ThreatCatalogue {
  readonly threats: ReadonlyMap<string, Node>;
  readonly mitigations: ReadonlyMap<string, Node>;
}

/** `threats` and `mitigations` of the document, by id. */
export function threatCatalogue(model: Node): ThreatCatalogue {
  const byId = (key: string): Map<string, Node> =>
    new Map(model.records(key).flatMap((node) => [[node.text('id') ?? '', node] as const]));
  return { threats: byId('threats'), mitigations: byId('mitigations') };
}

const CLOSED = /^(?:mitigated|not[-_ ]?applicable|closed|avoided|fixed|resolved)$/i;
const DONE = /^(?:implemented|done|mitigated|applied)$/i;

/** Threats on one element: an exposed one is a gap; one whose mitigations are all implemented is a note. */
export function threatsOn(
  element: Node,
  about: string,
  kind: 'asset' | 'flow',
  catalogue: ThreatCatalogue,
  ids: Ids,
): { readonly gaps: readonly Gap[]; readonly notes: readonly string[] } {
  const gaps: Gap[] = [];
  const notes: string[] = [];
  for (const node of element.records('threats')) {
    const key = node.text('threat') ?? '';
    const threat = catalogue.threats.get(key);
    if (threat === undefined) {
      (node.field('threat') ?? node).report({
        code: 'OTM_UNKNOWN_ID',
        severity: 'warning',
        message: `No threat has the id \`${key.slice(0, 80)}\`: expected one of \`threats\``,
      });
    }
    const name = threat?.text('name') ?? key;
    const state = node.text('state') ?? 'exposed';
    const mitigations = node.records('mitigations').map((mitigation) => ({
      name:
        catalogue.mitigations.get(mitigation.text('mitigation') ?? '')?.text('name') ??
        mitigation.text('mitigation') ??
        '?',
      done: DONE.test(mitigation.text('state') ?? ''),
    }));
    const by = mitigations.map((mitigation) => mitigation.name).join(', ');
    if (CLOSED.test(state) || (mitigations.length > 0 && mitigations.every(({ done }) => done))) {
      notes.push(
        `threat "${name}" is ${CLOSED.test(state) ? state.toLowerCase() : 'mitigated'}${by === '' ? '' : ` by ${by}`}`,
      );
      continue;
    }
    const unknown = unknownOfThreat(
      threat?.texts('categories').map((category) => category.value as string)[0],
      kind,
    );
    const text = `Open threat: ${name}. ${threat?.text('description') ?? ''}${by === '' ? '' : ` Proposed: ${by}`}`;
    gaps.push({
      id: ids.take(`${about}/${unknown}`, 'gap'),
      about,
      unknown,
      text: textOf(text) ?? name,
      source: node.source(),
    });
  }
  return { gaps, notes };
}
