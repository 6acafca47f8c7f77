// SPDX-License-Identifier: Apache-2.0
import type { LabelledPart } from './labelled-part.ts';

/**
 * An SBOM does not know where its product runs, and says so; the compose file that places it answers. A gap about the
 * exposure of an asset goes when another part gives the asset a zone and has no such gap itself.
 */
export function withoutAnsweredGaps(parts: readonly LabelledPart[]): LabelledPart[] {
  const views = parts.map(({ part }) => {
    const asked = new Set(
      (part.gaps ?? []).filter(({ unknown }) => unknown === 'exposure').map(({ about }) => about),
    );
    return new Set(
      (part.assets ?? []).filter(({ id, zone }) => zone !== undefined && !asked.has(id)).map(({ id }) => id),
    );
  });
  return parts.map(({ label, part }, own) => {
    const gaps = part.gaps?.filter(
      ({ unknown, about }) =>
        unknown !== 'exposure' || !views.some((placed, index) => index !== own && placed.has(about)),
    );
    return { label, part: gaps === undefined ? part : { ...part, gaps } };
  });
}
