// SPDX-License-Identifier: Apache-2.0
// What containers call that is not among the inputs: systems of others on the internet, or a gap.
import type { Asset, Source } from '../../schema.ts';
import { addGaps, claim, type Draft } from './draft.ts';
import type { Variable } from './endpoint.ts';
import { isPublicName, type Stranger } from './stranger.ts';

/** A public name in a setting is probably called, not surely. */
const CALL_CONFIDENCE = 0.6;
/** Names told in one gap. */
const MAX_TOLD = 10;

/** A call to a system on the internet. */
export interface OutwardCall {
  /** Id of the asset. */
  readonly to: string;
  readonly port?: number;
  readonly note: string;
  readonly source: Source;
}

/** States systems behind public names, in the zone that `internet` gives, and a gap for all other addresses; the calls to those systems are for the caller to state. */
export function stateStrangers(
  draft: Draft,
  asset: Asset,
  strangers: readonly Stranger<Variable & { readonly source: Source }>[],
  internet: (source: Source) => string,
): OutwardCall[] {
  const unknown = strangers.filter(
    ({ endpoint }) => endpoint === undefined || !isPublicName(endpoint.target),
  );
  unknownAddresses(draft, asset, unknown);
  return strangers.flatMap(({ endpoint, variable }): OutwardCall[] => {
    if (endpoint === undefined || !isPublicName(endpoint.target)) return [];
    const { target, port, note } = endpoint;
    const source: Source = { ...variable.source, how: 'inferred', confidence: CALL_CONFIDENCE };
    const to = externalSystem(draft, target.toLowerCase(), internet, source);
    return [{ to, ...(port === undefined ? {} : { port }), note, source }];
  });
}

function unknownAddresses(
  draft: Draft,
  asset: Asset,
  unknown: readonly Stranger<Variable & { readonly source: Source }>[],
): void {
  const [first] = unknown;
  if (first === undefined) return;
  const names = [...new Set(unknown.map(({ variable }) => variable.key.slice(0, 100)))];
  const more = names.length > MAX_TOLD ? ` and ${names.length - MAX_TOLD} more` : '';
  const text = `${asset.id} gets addresses that have no known value, or lead to nothing among the inputs: ${names.slice(0, MAX_TOLD).join(', ')}${more}`;
  addGaps(draft, asset.id, ['flows'], text, first.variable.source);
}

function externalSystem(
  draft: Draft,
  host: string,
  internet: (source: Source) => string,
  source: Source,
): string {
  const known = draft.assets.find(
    (asset) => asset.type === 'external-system' && (asset.name ?? asset.id) === host,
  );
  if (known !== undefined) return known.id;
  const id = claim(draft, host, `external/${host}`);
  draft.assets.push({
    id,
    type: 'external-system',
    name: host.slice(0, 200),
    zone: internet(source),
    source,
  });
  return id;
}
