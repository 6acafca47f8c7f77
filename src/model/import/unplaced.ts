// SPDX-License-Identifier: Apache-2.0
// Things that no input places. A rule asks where an attacker meets a thing; without a place there would be no question,
// and no question would look like security.
import type { Asset, Model, Source, Zone } from '../schema.ts';
import { UNNAMED_PORT } from './unnamed-port.ts';

/** Id of the zone of things whose place nobody knows. */
const UNPLACED = 'unplaced';

/** How likely it is that a thing listens on anything at all. */
const LISTENS_CONFIDENCE = 0.3;

/**
 * Puts each asset with a gap about its exposure and no zone into one zone, with a listener when it has none: verdicts on
 * it are UNKNOWN then, until somebody says where it is. Assets that have a zone by now leave that one.
 */
export function withPlaces(model: Model): Model {
  const open = new Map(
    (model.gaps ?? [])
      .filter(({ unknown }) => unknown === 'exposure')
      .map(({ about, source }) => [about, source]),
  );
  let place: Source | undefined;
  const assets = (model.assets ?? []).map((asset): Asset => {
    const zones = [asset.zone ?? []].flat().filter((id) => id !== UNPLACED);
    if (zones.length > 0) return zones.length === [asset.zone].flat().length ? asset : moved(asset, zones);
    if (!open.has(asset.id)) return asset;
    const source = open.get(asset.id) ?? asset.source;
    place ??= source;
    return { ...asset, zone: UNPLACED, listens: asset.listens ?? [listener(source)] };
  });
  const { zones: before = [], ...rest } = model;
  const isUsed = assets.some(({ zone }) => zone === UNPLACED);
  const zones = [...before.filter(({ id }) => id !== UNPLACED), ...(isUsed ? [unplacedZone(place)] : [])];
  return {
    ...rest,
    ...(zones.length === 0 ? {} : { zones }),
    ...(assets.length === 0 ? {} : { assets }),
  };
}

/** The listener that was only there to ask leaves with the zone. */
function moved(asset: Asset, zone: string[]): Asset {
  const { listens = [], ...rest } = asset;
  const kept = listens.filter(
    (one) =>
      typeof one !== 'object' || one.port !== UNNAMED_PORT || one.source?.confidence !== LISTENS_CONFIDENCE,
  );
  return { ...rest, zone, ...(kept.length === 0 ? {} : { listens: kept }) };
}

function listener(source: Source | undefined): NonNullable<Asset['listens']>[number] {
  return {
    port: UNNAMED_PORT,
    accepts: 'anyone',
    ...(source === undefined
      ? {}
      : { source: { ...source, how: 'inferred', confidence: LISTENS_CONFIDENCE } }),
  };
}

function unplacedZone(source: Source | undefined): Zone {
  return {
    id: UNPLACED,
    type: 'network',
    isolated: true,
    name: 'Not placed yet',
    note: 'Nothing says where these are: give each its `zone`, and delete this one when it is empty',
    ...(source === undefined
      ? {}
      : { source: { ...source, how: 'inferred', confidence: LISTENS_CONFIDENCE } }),
  };
}
