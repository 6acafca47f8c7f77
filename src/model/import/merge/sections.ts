// SPDX-License-Identifier: Apache-2.0
import type { Model, Source } from '../../schema.ts';
import type { ModelPart } from '../importer.ts';

export type ElementSection = Exclude<keyof ModelPart, 'attacks' | 'attackers' | 'crews'>;

/** Any element of any section, as far as merging looks at it. */
export interface Element {
  readonly id?: string | undefined;
  readonly source?: Source | undefined;
  readonly [key: string]: unknown;
}

/** Sections whose elements share one namespace of ids. */
export const ELEMENT_SECTIONS: readonly ElementSection[] = [
  'zones',
  'assets',
  'flows',
  'barriers',
  'people',
  'identities',
  'roles',
  'credentials',
  'suppliers',
  'dependencies',
  'measures',
  'assumptions',
  'gaps',
];

/** The elements of a section, seen alike. */
export function elementsOf(part: ModelPart | Model, section: ElementSection): readonly Element[] {
  return (part[section] ?? []) as readonly Element[];
}

/** What makes two elements of a section the same one: the id, or what a flow or dependency without an id connects. */
export function keyOf(section: ElementSection, element: Element): string {
  if (element.id !== undefined) return element.id;
  return section === 'flows'
    ? JSON.stringify([element['from'], element['to'], element['port']])
    : JSON.stringify([element['of'], element['needs']]);
}
