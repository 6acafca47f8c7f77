// SPDX-License-Identifier: Apache-2.0
// Measures of a pack on a model as patches: those that are installed count from the start, the others are what could be.
import type { EffectSource, Model, Pack } from '../../model/index.ts';
import type { Change, Measure, Time } from '../measure/measure.ts';
import { CHANNELS } from '../system.ts';
import { installedOn, type ScenarioOnModel } from './scenario-of.ts';
import { durationOf } from './time.ts';
import { checkOn } from './ways-of.ts';

/** The effects of what is installed, as one patch without a cost. */
export function installedMeasures(model: Model, pack: Pack, on: ScenarioOnModel): Measure {
  const changes = (model.assets ?? []).flatMap(({ id }) =>
    installedOn(model, id).flatMap((word) => changesOf(effectOf(pack, word, typeOf(model, id)), id, on)),
  );
  return { id: 'installed', name: 'installed', cost: 0, changes };
}

/**
 * Measures that could help in this scenario: offers of the model, and each measure with an effect or that stops a
 * happening, on each asset that is hit or that goes down. `concerned`: those assets, the most concerned first.
 */
export function possibleMeasures(
  model: Model,
  pack: Pack,
  on: ScenarioOnModel,
  concerned: readonly string[],
): Measure[] {
  const { hits } = on;
  const offers = (model.measures ?? [])
    .filter(({ status }) => status === 'available')
    .flatMap((offer) => {
      const changes = offer.on.flatMap((asset) => changesFor(model, pack, on, offer.measure, asset));
      // The price of the pack is that of one; as in `src/analyse/harden/offers.ts`.
      const cost = offer.cost ?? (pack.words.measure.get(offer.measure)?.cost ?? 0) * offer.on.length;
      return changes.length === 0
        ? []
        : [{ id: offer.id, name: nameOf(pack, offer.measure, offer.on), cost, changes }];
    });
  const words = [
    ...new Set([...pack.effects.map(({ measure }) => measure), ...hits.flatMap((hit) => hit.stoppedBy)]),
  ];
  const others = concerned.flatMap((asset) => {
    const installed = installedOn(model, asset);
    return words
      .filter((word) => !installed.includes(word) && suits(model, pack, word, asset))
      .flatMap((word): Measure[] => {
        const changes = changesFor(model, pack, on, word, asset);
        const cost = pack.words.measure.get(word)?.cost ?? 0;
        if (changes.length === 0) return [];
        return [{ id: `${word}@${asset}`, name: nameOf(pack, word, [asset]), cost, changes }];
      });
  });
  return [...offers, ...others];
}

/** Whether the pack says that a measure is for assets of this type. Where it says nothing, it is for all. */
function suits(model: Model, pack: Pack, word: string, asset: string): boolean {
  const known = pack.effects.filter(({ measure }) => measure === word);
  return known.length === 0 || suitingOf(pack, word, typeOf(model, asset)) !== undefined;
}

function typeOf(model: Model, asset: string): string {
  return model.assets?.find(({ id }) => id === asset)?.type ?? '';
}

function nameOf(pack: Pack, word: string, on: readonly string[]): string {
  return `${pack.words.measure.get(word)?.name['en'] ?? word} on ${on.join(', ')}`;
}

function changesFor(model: Model, pack: Pack, on: ScenarioOnModel, word: string, asset: string): Change[] {
  const stops = on.hits.filter((hit) => hit.asset === asset && hit.stoppedBy.includes(word));
  return [
    ...stops.map(({ happening }): Change => ({ kind: 'prevent', happening })),
    ...changesOf(effectOf(pack, word, typeOf(model, asset)), asset, on),
  ];
}

/** What a measure does to an asset of this type. Somebody who has installed it elsewhere knows why: there it does the same. */
function effectOf(pack: Pack, word: string, type: string): EffectSource | undefined {
  return suitingOf(pack, word, type) ?? pack.effects.find(({ measure }) => measure === word);
}

/** The effect that names the nearest type; undefined: the measure is for others. */
function suitingOf(pack: Pack, word: string, type: string): EffectSource | undefined {
  const types = pack.ancestors('asset', type);
  const known = pack.effects.filter(
    ({ measure, except = [] }) => measure === word && !except.some((each) => types.includes(each)),
  );
  const named = types.flatMap((each) => known.find((effect) => effect.types?.includes(each)) ?? []);
  return named[0] ?? known.find((effect) => effect.types === undefined);
}

/** A repair time that the scenario states is that of all spares too: they can shorten it, and not replace it. */
function changesOf(effect: EffectSource | undefined, asset: string, on: ScenarioOnModel): Change[] {
  if (effect === undefined) return [];
  const { restart, buffer, fallback, floor, clean } = effect;
  const isStated = on.stated.has(asset) && effect.repair !== undefined && 'to' in effect.repair;
  const repair = isStated ? undefined : effect.repair;
  return [
    ...(restart === undefined ? [] : [{ kind: 'restart', on: asset, time: timeOf(restart) } as const]),
    ...(repair === undefined ? [] : [{ kind: 'repair', on: asset, time: timeOf(repair) } as const]),
    ...(buffer === undefined ? [] : [{ kind: 'buffer', of: asset, time: timeOf(buffer) } as const]),
    ...(fallback === undefined ? [] : [fallbackChange(asset, fallback)]),
    ...(floor === undefined ? [] : [{ kind: 'floor', on: asset, level: floor } as const]),
    ...(clean === undefined ? [] : [{ kind: 'clean', on: asset, time: timeOf(clean) } as const]),
    ...careOf(effect, asset),
  ];
}

/** Checks and watches that a measure puts on an asset. */
function careOf({ measure, check, watch }: EffectSource, on: string): Change[] {
  const id = `${measure} on ${on}`;
  const channels = CHANNELS.filter(
    (each) => watch !== undefined && (watch.channel === undefined || watch.channel === each),
  );
  return [
    ...(check === undefined ? [] : [{ kind: 'check', check: checkOn(measure, check, on) } as const]),
    ...channels.map((channel): Change => {
      const { data, after } = watch as NonNullable<EffectSource['watch']>;
      const classes = data === undefined ? {} : { data };
      return { kind: 'watch', watch: { id, on, channel, ...classes, after: durationOf(after) } };
    }),
  ];
}

function fallbackChange(of: string, fallback: NonNullable<EffectSource['fallback']>): Change {
  const duration = fallback.for === undefined ? {} : { duration: durationOf(fallback.for) };
  return { kind: 'fallback', of, level: fallback.level, ...duration };
}

function timeOf(change: NonNullable<EffectSource['repair']>): Time {
  return 'times' in change ? change : { to: durationOf(change.to) };
}
