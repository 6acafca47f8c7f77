// SPDX-License-Identifier: Apache-2.0
import type { Source } from '../../schema.ts';
import { textOf } from '../ids.ts';
import type { XmlElement } from '../xml.ts';
import { attribute, childrenOf, sourceOf } from './element.ts';

const ALL_PORTS = 65_535;

/** The assumption that a scan of some ports makes about all others; undefined when every TCP port was tried. */
export function untriedPorts(
  root: XmlElement,
): { readonly text: string; readonly source: Source } | undefined {
  const info = childrenOf(root, 'scaninfo');
  const tried = info.map(
    (scan) => `${attribute(scan, 'numservices') ?? '?'} ${attribute(scan, 'protocol') ?? 'ip'}`,
  );
  const allTcp = info.some(
    (scan) => attribute(scan, 'protocol') === 'tcp' && Number(attribute(scan, 'numservices')) >= ALL_PORTS,
  );
  if (allTcp) return undefined;
  const what =
    tried.length === 0
      ? 'The scan does not say which ports it tried'
      : `The scan tried ${tried.join(' and ')} ports`;
  return {
    text: `${textOf(what, 1_000)}; ports that it did not try are taken as closed`,
    source: sourceOf(info[0] ?? root, 'inferred', 0.5),
  };
}
