// SPDX-License-Identifier: Apache-2.0
// Data types of CACAO 2.0 §10 that several objects share.
import { z } from 'zod';

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}';
const MAX_TEXT = 100_000;

export const Text = z.string().max(MAX_TEXT);

/** §10.10: type, two hyphens, UUID. */
export const Identifier = z
  .string()
  .regex(new RegExp(`^[a-z][a-z0-9-]+[a-z0-9]--${UUID}$`), 'expected an identifier such as action--UUID');

/** Key of a dictionary of agents or targets. Makers of playbooks take names here that are no identifiers: the linter warns. */
export const Reference = z.string().min(1).max(300);

/** §10.16: RFC 3339 in UTC. */
export const Timestamp = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?Z$/,
    'expected a time in UTC such as 2026-03-02T09:00:00.000Z',
  );

export const ExternalReference = z.strictObject({
  name: Text,
  description: Text.optional(),
  source: Text.optional(),
  url: Text.optional(),
  external_id: Text.optional(),
  reference_id: Text.optional(),
});

export const VARIABLE_NAME = /^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/;
export const VariableName = z.string().regex(VARIABLE_NAME, 'expected a name such as __host__');

/** §10.18. */
export const Variable = z.strictObject({
  type: Text,
  description: Text.optional(),
  value: z.union([Text, z.null()]).optional(),
  constant: z.boolean().optional(),
  external: z.boolean().optional(),
});
export const Variables = z.record(VariableName, Variable);

/** Properties of extensions: the linter looks that their definition exists (§8). */
export const Extensions = z.record(Identifier, z.record(z.string(), z.json()));
