// SPDX-License-Identifier: Apache-2.0
// A simulation as a zod schema, from which schema/simulation.schema.json is generated.
import { z } from 'zod';
import { SIMULATION_SCHEMA, type Simulation } from './report.ts';

const asset = z.string().describe('Id of an asset of the model');
const assets = z.array(asset).readonly();
const count = z.int().min(0);
const hour = z.number().describe('Hours after the start');
const level = z.number().min(0).max(1).describe('Share that is delivered');
const eur = z.number().describe('EUR');

const Spread = z
  .strictObject({ mean: z.number(), p5: z.number(), p50: z.number(), p95: z.number(), cvar95: z.number() })
  .readonly()
  .meta({ id: 'Spread', description: 'Over all runs; cvar95 is the mean of the worst 5 %.' });

const Difference = z
  .strictObject({ mean: eur, low: eur, high: eur, pairing: z.number().nullable() })
  .readonly()
  .meta({
    id: 'Difference',
    description:
      'Mean of differences by run, with its 95 % interval; pairing: so many times fewer runs than unpaired; null: the same in every run.',
  });

const WhyLine = z
  .strictObject({
    hour,
    asset,
    level,
    cause: z.enum(['damage', 'held', 'group']),
    group: z.string().exactOptional(),
    left: z.number().exactOptional().describe('Suppliers of the group that are left'),
    need: z.number().exactOptional().describe('Suppliers that the group needs'),
    waited: z.number().exactOptional().describe('Hours that buffer and fallback lasted'),
  })
  .readonly();

const easedBy = z
  .strictObject({ measure: z.string(), left: z.number() })
  .readonly()
  .exactOptional()
  .describe('Where none prevents it: the measure that leaves least of it, and the share that it leaves');

const Outage = z
  .strictObject({
    asset,
    from: hour,
    until: hour.nullable(),
    lowest: level,
    why: z.array(WhyLine).readonly().describe('From the outage back to what came from outside'),
    preventedBy: z
      .string()
      .nullable()
      .describe('The cheapest measure that alone prevents it in this run; null: none of `single` does'),
    easedBy,
  })
  .readonly()
  .meta({ id: 'Outage', description: 'A service below its full level, and why.' });

const channel = z.enum(['integrity', 'confidentiality']);
const byChannel = <T extends z.ZodType>(item: T) =>
  z
    .strictObject({ availability: item, integrity: item, confidentiality: item })
    .readonly()
    .describe('EUR of what was not delivered, of what was delivered wrong, and of what leaked');

const Mark = z
  .strictObject({
    channel,
    asset,
    data: z.string().nullable().describe('Class of data; null: everything'),
    from: hour,
    until: hour.nullable(),
    why: z
      .array(z.strictObject({ hour, asset }).readonly())
      .readonly()
      .describe('From here back over the ways to what was altered or exposed'),
    preventedBy: z
      .string()
      .nullable()
      .describe(
        'Of what is counted: the cheapest measure that alone prevents it in this run; null: none of `single`',
      ),
    easedBy,
  })
  .readonly()
  .meta({ id: 'Mark', description: 'An asset that is wrong (integrity) or read (confidentiality).' });

const Notice = z
  .strictObject({ channel, hour, by: z.enum(['told', 'check', 'watch']), asset })
  .readonly()
  .meta({ id: 'Notice', description: 'When a channel was noticed, and where.' });

const Replay = z
  .strictObject({
    run: count,
    eur,
    eurBy: byChannel(eur),
    services: z
      .array(
        z
          .strictObject({ asset, unit: z.string(), lost: z.number(), late: z.number(), wrong: z.number() })
          .readonly(),
      )
      .readonly(),
    records: z.array(z.strictObject({ asset, unit: z.string(), leaked: z.number() }).readonly()).readonly(),
    changes: z.array(z.strictObject({ hour, asset, level }).readonly()).readonly(),
    repairs: z
      .array(z.strictObject({ asset, from: hour, until: hour.nullable() }).readonly())
      .readonly()
      .describe('When a crew was at work'),
    fallbacks: z
      .array(z.strictObject({ asset, from: hour, until: hour.nullable() }).readonly())
      .readonly()
      .describe('When an asset delivered more than it would have without a fallback of it'),
    outages: z.array(Outage).readonly(),
    marks: z.array(Mark).readonly(),
    notices: z.array(Notice).readonly(),
  })
  .readonly()
  .meta({ id: 'Replay', description: 'One run, told: the one whose loss without measures is the median.' });

const levels = z.array(z.number()).readonly();
const Side = z
  .strictObject({
    eur: Spread,
    eurBy: byChannel(Spread),
    services: z
      .array(
        z
          .strictObject({
            asset,
            unit: z.string(),
            lost: Spread,
            late: Spread,
            wrong: Spread,
            right: hour.nullable().describe('Median until all wrong ones were put right; 0: none was wrong'),
          })
          .readonly(),
      )
      .readonly(),
    records: z.array(z.strictObject({ asset, unit: z.string(), leaked: Spread }).readonly()).readonly(),
    back: z
      .array(
        z
          .strictObject({ level: z.number(), p50: z.number().nullable(), p95: z.number().nullable() })
          .readonly(),
      )
      .readonly()
      .describe('Hours until so many per cent of the value are back for good; null: not within the horizon'),
    collapse: z.number().min(0).max(1).describe('Share of runs that end below half of the value'),
    bands: z.strictObject({ p5: levels, p50: levels, p95: levels }).readonly(),
    replay: Replay,
  })
  .readonly()
  .meta({ id: 'Side', description: 'What happens without, or with, the chosen measures.' });

const Head = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    text: z.string(),
    startHour: z.number().describe('Hour of the week at which it begins; 0 is Monday 0:00'),
    horizon: z.number().describe('Hours that are simulated'),
    hits: assets,
  })
  .readonly();

const Checks = z
  .strictObject({
    neverStart: assets.describe('Could never start from nothing'),
    blackStart: assets.describe('Smallest set that must be able to start alone'),
    blackStartProof: z.enum(['disjoint', 'search', 'none']),
    waves: count,
    services: z
      .array(
        z
          .strictObject({ asset, single: assets, sets: z.array(assets).readonly(), isComplete: z.boolean() })
          .readonly(),
      )
      .readonly()
      .describe('What each service stops for: single assets, and minimal sets of up to three'),
  })
  .readonly();

const Comparison = z
  .strictObject({
    name: z.string(),
    published: z.number(),
    simulated: z.number().nullable(),
    off: z.number().nullable().describe('Simulated over published, less 1'),
  })
  .readonly();

const Training = z
  .strictObject({
    campaign: z.string(),
    basis: z.enum(['trial', 'before-after']),
    people: z.strictObject({ before: count, after: count }).readonly(),
    recipients: count,
    before: eur.describe('Mean loss'),
    after: eur.describe('Mean loss'),
    avoided: z
      .strictObject({ mean: eur, low: eur, high: eur })
      .readonly()
      .describe('By run; the 95 % interval is over runs and people'),
  })
  .readonly();

/** The answer of `simulate --json` for one scenario or attack. */
export const SimulationShape = z
  .strictObject({
    schema: z.literal(SIMULATION_SCHEMA),
    model: z.string(),
    scenario: Head,
    seed: z.int(),
    runs: z.int().min(1),
    without: Side,
    with: Side.exactOptional(),
    chosen: z.array(z.string()).readonly(),
    single: z
      .array(z.strictObject({ id: z.string(), name: z.string() }).readonly())
      .readonly()
      .describe('Each was asked, in the run that is told, whether it alone prevents an outage'),
    avoided: Difference.exactOptional(),
    measures: z
      .array(
        z
          .strictObject({
            id: z.string(),
            name: z.string(),
            cost: eur,
            avoided: Difference,
            credit: z.number().exactOptional().describe('Shapley value among the chosen measures'),
          })
          .readonly(),
      )
      .readonly(),
    best: z
      .strictObject({ budget: eur, measures: z.array(z.string()).readonly(), cost: eur, loss: eur })
      .readonly()
      .exactOptional(),
    training: Training.exactOptional().describe('What it is worth that people were trained, by a campaign'),
    checks: Checks,
    dependencies: z
      .strictObject({ total: count, inferred: count })
      .readonly()
      .describe('What the answer rests on, and how much of it nobody stated'),
    published: z.array(Comparison).readonly().exactOptional(),
    limits: z.array(z.string()).readonly().describe('What the figures do not say'),
  })
  .readonly() satisfies z.ZodType<Simulation>;
