// SPDX-License-Identifier: Apache-2.0
import type { SeenScript } from '../../core/ports/index.ts';
import type { ApprovedPage, ApprovedScript } from './inventory.ts';
import { nameOf, shapeDigest } from './script-name.ts';

/** How a script stands to what was approved. */
export interface Standing {
  readonly script: SeenScript;
  /** The approval that lets it run. */
  readonly approval: ApprovedScript | undefined;
  /** The approval of another text at its address. */
  readonly before: ApprovedScript | undefined;
}

export function standings(
  scripts: readonly SeenScript[],
  page: ApprovedPage | undefined,
): readonly Standing[] {
  const byText = new Map<string, ApprovedScript>();
  const byName = new Map<string, ApprovedScript>();
  const byShape = new Map<string, ApprovedScript>();
  for (const approval of page?.scripts ?? []) {
    for (const digest of approval.sha256) byText.set(digest, approval);
    if (approval.kind === 'external' || approval.kind === 'worker') byName.set(approval.name, approval);
    if (approval.accept === 'shape') for (const shape of approval.shapes ?? []) byShape.set(shape, approval);
  }
  return scripts.map((script) => {
    const named = script.url === undefined ? undefined : byName.get(nameOf(script));
    const approval =
      byText.get(script.sha256 ?? '') ??
      (named?.accept === 'address' ? named : undefined) ??
      (script.url === undefined && byShape.size > 0 ? byShape.get(shapeDigest(script)) : undefined);
    return { script, approval, before: approval === undefined ? named : undefined };
  });
}
