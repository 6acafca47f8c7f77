// SPDX-License-Identifier: Apache-2.0
// The ecosystem of one operator, as written in ensuresec.yaml. Types that a pack defines (asset types, measures …) are
// plain ids here; `references.ts` checks them against the pack that the model names.
import { z } from 'zod';
import { Delivery, Records, Recovery } from './outage-schema.ts';
import { id, text, word } from './schema-parts.ts';
import { Time } from './time.ts';

export type { Delivery } from './outage-schema.ts';

/** Version of the model format; the first key of the file. */
export const MODEL_VERSION = 1;

/** Where a fact comes from. Absent: declared on this line of the model itself, confidence 1. */
export const Source = z
  .strictObject({
    file: z.string().min(1).max(1_024).describe('File that states the fact, relative to the model'),
    line: z.int().min(1).optional().describe('1-based line in that file'),
    column: z.int().min(1).optional().describe('1-based column in that file'),
    pointer: z.string().max(1_024).optional().describe('JSON pointer (RFC 6901) in that file'),
    how: z.enum(['observed', 'declared', 'inferred']).default('declared'),
    confidence: z.number().min(0).max(1).default(1),
    until: z.iso.date().optional().describe('The fact is doubtful after this day'),
  })
  .meta({ id: 'Source', description: 'Where a fact comes from and how sure it is.' });
export type Source = z.infer<typeof Source>;

const source = Source.optional();

/** A word of the pack, with its source when an importer found it: `tls` or `{ id: tls, source: … }`. */
const sourced = z.union([word, z.strictObject({ id: word, source })]);
const words = z.array(sourced).max(10_000).optional();

const common = { name: text.max(200).optional(), note: text.optional(), source };

const port = z.union([
  z.int().min(0).max(65_535),
  z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,63}$/, 'a number, `443/tcp`, the name of a passage, or `any`'),
]);

export const Zone = z
  .strictObject({
    id,
    type: word.describe('Zone type of the pack: internet, network, building, vehicle …'),
    within: id.optional().describe('Zone that encloses this one'),
    open: z.boolean().optional().describe('Zones within this one reach each other on every port'),
    isolated: z.boolean().optional().describe('Assets in this zone do not reach each other'),
    properties: words,
    measures: words,
    ...common,
  })
  .meta({ id: 'Zone', description: 'A place, cyber or physical, that an attacker can be in.' });
export type Zone = z.infer<typeof Zone>;

const Listener = z.union([
  port,
  z.strictObject({
    port,
    accepts: word.default('anyone').describe('Identity class that may talk to it'),
    measures: words,
    source,
  }),
]);

const Vulnerability = z.strictObject({
  id: word.describe('CVE or advisory id'),
  access: z.enum(['network', 'adjacent', 'local', 'physical', 'user']).default('network'),
  effect: z.enum(['code', 'read', 'write', 'denial']).default('code'),
  status: z.enum(['affected', 'not_affected', 'fixed', 'under_investigation']).default('affected'),
  justification: text.optional().describe('VEX justification; it stays visible as an assumption'),
  cvss: z.string().max(500).optional().describe('CVSS vector, any version: how hard it is to use'),
  epss: z.number().min(0).max(0.9999).optional().describe('EPSS: chance of use within 30 days'),
  kev: z.boolean().optional().describe('Known to be exploited (CISA KEV)'),
  source,
});

export const Asset = z
  .strictObject({
    id,
    type: word.describe('Asset type of the pack'),
    zone: z.union([id, z.array(id).max(1_000)]).optional(),
    owner: id.optional().describe('Person or supplier who answers for it'),
    runsOn: id.optional().describe('Asset that hosts this one'),
    listens: z.array(Listener).max(65_536).optional(),
    software: z
      .array(z.union([z.string().max(1_024), z.strictObject({ purl: z.string().max(1_024), source })]))
      .max(100_000)
      .optional(),
    stores: words.describe('Data classes of the pack'),
    properties: words.describe('Facts about its set-up: privileged, default-credentials …'),
    vulnerabilities: z.array(Vulnerability).max(100_000).optional(),
    measures: words.describe('Measures installed on it'),
    valuePerHour: z.number().min(0).optional().describe('Loss in EUR per hour without it'),
    recovery: Recovery.optional(),
    delivers: z
      .array(Delivery)
      .max(20)
      .optional()
      .describe('What customers get from it, for the loss of an outage'),
    records: z.array(Records).max(20).optional().describe('What leaks from it while somebody reads it'),
    ...common,
  })
  .meta({ id: 'Asset', description: 'A thing that can be attacked: cyber, physical, human or third party.' });
export type Asset = z.infer<typeof Asset>;

export const Flow = z
  .strictObject({
    id: id.optional(),
    from: id.describe('Asset or zone'),
    to: id.describe('Asset or zone'),
    port: port.optional(),
    protocol: word.optional(),
    requires: word.optional().describe('Identity class that may pass'),
    carries: words.describe('Data classes of the pack'),
    protections: words.describe('Measures on the flow: tls, signature-check …'),
    delay: Time.optional().describe('Until what is wrong at one end is wrong at the other; none when absent'),
    ...common,
  })
  .meta({ id: 'Flow', description: 'Data, goods or people that move from one asset or zone to another.' });
export type Flow = z.infer<typeof Flow>;

const Peers = z.union([z.literal('all'), z.array(id).max(10_000)]);

export const Barrier = z
  .strictObject({
    id,
    type: word.describe('firewall, network-policy, lock …'),
    from: Peers.default('all').describe('Zones it holds back'),
    to: Peers.default('all').describe('Zones it protects'),
    except: z
      .array(
        z.strictObject({
          from: Peers.default('all'),
          to: Peers.default('all'),
          ports: z.array(port).max(1_000).optional(),
          source,
        }),
      )
      .max(10_000)
      .optional(),
    ...common,
  })
  .meta({
    id: 'Barrier',
    description: 'A control that denies passage between zones, but for its exceptions.',
  });
export type Barrier = z.infer<typeof Barrier>;

export const Person = z
  .strictObject({
    id,
    type: word,
    zone: z.union([id, z.array(id).max(1_000)]).optional(),
    employer: id.optional(),
    properties: words,
    measures: words,
    ...common,
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

const Grant = z.strictObject({ on: id, right: word, source });

export const Role = z
  .strictObject({ id, grants: z.array(Grant).max(10_000).optional(), ...common })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const Identity = z
  .strictObject({
    id,
    class: word.describe('Identity class of the pack: customer, staff, service …'),
    of: id.optional().describe('Person, supplier or asset that acts with it'),
    roles: z.array(id).max(1_000).optional(),
    grants: z.array(Grant).max(10_000).optional(),
    properties: words,
    measures: words,
    ...common,
  })
  .meta({ id: 'Identity', description: 'An account.' });
export type Identity = z.infer<typeof Identity>;

export const Credential = z
  .strictObject({
    id,
    type: word.describe('password, api-key, token, badge …'),
    unlocks: z.array(id).max(1_000).optional().describe('Identities'),
    keptIn: z.array(id).max(1_000).optional().describe('Assets that hold it'),
    knownTo: z.array(id).max(1_000).optional().describe('People who have it'),
    properties: words,
    measures: words,
    ...common,
  })
  .meta({ id: 'Credential' });
export type Credential = z.infer<typeof Credential>;

export const Supplier = z
  .strictObject({
    id,
    type: word,
    provides: z.array(id).max(10_000).optional().describe('Assets it runs or updates'),
    properties: words,
    measures: words,
    ...common,
  })
  .meta({ id: 'Supplier' });
export type Supplier = z.infer<typeof Supplier>;

const Need = z.strictObject({
  id,
  share: z.number().gt(0).optional().describe('Capacity that it adds'),
  from: z.number().gt(0).max(1).optional().describe('Counts as up from this level on; 1 when absent'),
  source,
});

export const Dependency = z
  .strictObject({
    id: id.optional(),
    of: id,
    needs: z
      .array(z.union([id, Need]))
      .min(1)
      .max(1_000),
    atLeast: z
      .number()
      .gt(0)
      .optional()
      .describe('How many of `needs` suffice; with shares, how much capacity; all when absent'),
    mode: z
      .enum(['hard', 'degrade', 'start', 'repair'])
      .default('hard')
      .describe(
        'hard: stops without it. degrade: delivers as much as it gets. start, repair: needed only then',
      ),
    buffer: Time.optional().describe(
      'Shortages up to this long leave no trace: battery, stock, cached token',
    ),
    fallback: z
      .strictObject({
        level: z
          .number()
          .gt(0)
          .max(1)
          .describe('Share that still works: paper, a generator, a second provider'),
        for: Time.optional().describe('How long at most; for ever when absent'),
      })
      .optional()
      .describe('What goes on after the buffer'),
    passes: z
      .array(word)
      .max(1_000)
      .optional()
      .describe(
        'Classes of data that, when wrong, make the asset wrong too; absent: what flows between both carry, else all; empty: none',
      ),
    delay: Time.optional().describe('Until what is wrong there is wrong here; none when absent'),
    ...common,
  })
  .meta({ id: 'Dependency', description: 'An asset that needs others in order to work.' });
export type Dependency = z.infer<typeof Dependency>;

/** The asset that an entry of `needs` names. */
export function neededAsset(need: Dependency['needs'][number]): string {
  return typeof need === 'string' ? need : need.id;
}

export const Crew = z.strictObject({ kind: word, count: z.int().min(1).max(1_000_000), ...common }).meta({
  id: 'Crew',
  description: 'How many crews of a kind repair; of a kind not listed, as many as needed.',
});
export type Crew = z.infer<typeof Crew>;

export const Measure = z
  .strictObject({
    id,
    measure: word.describe('Measure of the pack'),
    on: z.array(id).min(1).max(10_000),
    status: z.enum(['installed', 'available']).default('installed'),
    cost: z
      .number()
      .min(0)
      .optional()
      .describe('EUR in the first year; the estimate of the pack when absent'),
    ...common,
  })
  .meta({ id: 'Measure', description: 'A measure on several elements, installed or available.' });
export type Measure = z.infer<typeof Measure>;

const Scope = z.strictObject({
  attack: word,
  targets: z.array(id).max(10_000).optional(),
  attackers: z.array(word).max(100).optional(),
});

export const Assumption = z
  .strictObject({ id, text, about: z.array(id).max(1_000).optional(), source })
  .meta({ id: 'Assumption', description: 'What every verdict of this model rests on.' });
export type Assumption = z.infer<typeof Assumption>;

const step = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'the name of a party or check of the workflow');

export const WorkflowUse = z
  .strictObject({
    id,
    workflow: word.describe('Workflow of the pack'),
    parties: z.record(step, id).describe('Party of the workflow: the asset that acts as it'),
    checks: z
      .record(step, z.boolean())
      .optional()
      .describe('Check: whether it is made, where its measure on the asset does not say it'),
    ...common,
  })
  .meta({ id: 'WorkflowUse', description: 'A workflow of the pack as this operator runs it.' });
export type WorkflowUse = z.infer<typeof WorkflowUse>;

/** What may be unknown about an element. The rules of a pack say what an attacker could make of it. */
export const GAP_KINDS = [
  'exposure',
  'flows',
  'listeners',
  'software',
  'privileges',
  'credentials',
  'measures',
] as const;

export const Gap = z.strictObject({ id, about: id, unknown: z.enum(GAP_KINDS), text, source }).meta({
  id: 'Gap',
  description: 'Something an importer could not understand; it turns SECURE into UNKNOWN where it matters.',
});
export type Gap = z.infer<typeof Gap>;

const list = <T extends z.ZodType>(item: T) => z.array(item).max(2_000_000).optional();

/** The whole model file. */
export const Model = z
  .strictObject({
    ensuresec: z.literal(MODEL_VERSION).describe('Version of the model format'),
    name: text.max(200),
    pack: word.describe('Pack with the types, rules and attacks: e-commerce, water-utility …'),
    zones: list(Zone),
    assets: list(Asset),
    flows: list(Flow),
    barriers: list(Barrier),
    people: list(Person),
    identities: list(Identity),
    roles: list(Role),
    credentials: list(Credential),
    suppliers: list(Supplier),
    dependencies: list(Dependency),
    crews: list(Crew),
    measures: list(Measure),
    workflows: z.array(WorkflowUse).max(100).optional(),
    attacks: list(z.union([word, Scope])),
    attackers: list(word),
    assumptions: list(Assumption),
    gaps: list(Gap),
  })
  .meta({ id: 'Model', title: 'ENSURESEC model' });
export type Model = z.infer<typeof Model>;
