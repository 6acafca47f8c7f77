// SPDX-License-Identifier: Apache-2.0
// The playbook object of CACAO 2.0 §3, with agents (§7), authentication (§6), extensions (§8), markings and signatures (§9, §10.15).
import { z } from 'zod';
import { Step } from './steps.ts';
import {
  Extensions,
  ExternalReference,
  Identifier,
  Reference,
  Text,
  Timestamp,
  Variables,
} from './values.ts';

const Identifiers = z.array(Identifier).min(1);
const Texts = z.array(Text).min(1);
const Grade = z.int().min(0).max(100);

/** §7: the vocabulary of types is open and each type has its own properties; those that the executor reads are checked. */
const AgentTarget = z.looseObject({
  type: Text.min(1),
  name: Text,
  description: Text.optional(),
  address: z.record(z.string(), z.array(z.union([Text, z.number()]))).optional(),
  port: Text.optional(),
  authentication_info: Identifier.optional(),
  agent_target_extensions: Extensions.optional(),
});

const Authentication = z.looseObject({
  type: Text.min(1),
  password: Text.optional(),
  token: Text.optional(),
  kms: z.boolean().optional(),
  kms_key_identifier: Text.optional(),
});

const Marking = z.looseObject({
  type: z.enum(['marking-tlp', 'marking-statement', 'marking-iep']),
  id: Identifier,
  created_by: Identifier,
  created: Timestamp,
  tlpv2_level: z.enum(['TLP:RED', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:GREEN', 'TLP:CLEAR']).optional(),
  statement: Text.optional(),
});

const ExtensionDefinition = z.strictObject({
  type: z.literal('extension-definition'),
  name: Text,
  description: Text.optional(),
  created_by: Identifier,
  schema: Text,
  version: Text,
  external_references: z.array(ExternalReference).optional(),
});

const Signature = z.looseObject({
  type: z.literal('jss'),
  id: Identifier,
  created: Timestamp,
  modified: Timestamp,
  signee: Text,
  related_to: Identifier,
  related_version: Timestamp,
  hash_algorithm: Text,
  algorithm: Text,
  public_key: Text.optional(),
  value: z
    .string()
    .max(100_000)
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'expected base64url'),
});

export const Playbook = z.strictObject({
  type: z.literal('playbook'),
  spec_version: z.literal('cacao-2.0'),
  id: Identifier,
  name: Text,
  description: Text.optional(),
  playbook_types: z.array(Text).optional(),
  playbook_activities: Texts.optional(),
  playbook_processing_summary: z.record(z.string(), z.json()).optional(),
  created_by: Identifier,
  created: Timestamp,
  modified: Timestamp,
  revoked: z.boolean().optional(),
  valid_from: Timestamp.optional(),
  valid_until: Timestamp.optional(),
  derived_from: Identifiers.optional(),
  related_to: Identifiers.optional(),
  priority: Grade.optional(),
  severity: Grade.optional(),
  impact: Grade.optional(),
  industry_sectors: Texts.optional(),
  labels: Texts.optional(),
  external_references: z.array(ExternalReference).min(1).optional(),
  markings: Identifiers.optional(),
  playbook_variables: Variables.optional(),
  workflow_start: Identifier,
  workflow_exception: Identifier.optional(),
  workflow: z.record(Identifier, Step),
  playbook_extensions: Extensions.optional(),
  authentication_info_definitions: z.record(Reference, Authentication).optional(),
  agent_definitions: z.record(Reference, AgentTarget).optional(),
  target_definitions: z.record(Reference, AgentTarget).optional(),
  extension_definitions: z.record(Identifier, ExtensionDefinition).optional(),
  data_marking_definitions: z.record(Identifier, Marking).optional(),
  signatures: z.array(Signature).min(1).optional(),
});
export type Playbook = z.infer<typeof Playbook>;
export type Signature = z.infer<typeof Signature>;
