// SPDX-License-Identifier: Apache-2.0
import type { Source } from '../../schema.ts';
import type { XmlElement } from '../xml.ts';

/** Children of one name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** An attribute with something in it. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name)?.trim();
  return value === '' ? undefined : value;
}

/** Where an element is written, as provenance. */
export function sourceOf(element: XmlElement, how: Source['how'], confidence: number): Source {
  return { file: element.at.file, line: element.at.line, column: element.at.column, how, confidence };
}

/** A number of an attribute as a share of `whole`, 0..1; a half when it is none. */
export function shareOf(element: XmlElement | undefined, name: string, whole: number): number {
  const written = attribute(element, name);
  const share = written === undefined ? Number.NaN : Number(written) / whole;
  return share >= 0 && share <= 1 ? share : 0.5;
}
