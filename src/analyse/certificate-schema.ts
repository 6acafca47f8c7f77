// SPDX-License-Identifier: Apache-2.0
// The certificate as a zod schema, from which schema/certificate.schema.json is generated. `Same` holds it equal to the
// interface. The checker reads certificates with its own eyes and does not use this.
import { z } from 'zod';
import { CERTIFICATE_SCHEMA, type Certificate } from './certificate-format.ts';
import { digest, type Same, same } from './schema-parts.ts';

const atom = z.string().meta({ id: 'GroundAtom', description: 'A ground atom: `reaches(dmz, 443/tcp)`' });
const atoms = z.array(atom).readonly();

const ProofStep = z
  .strictObject({ rule: z.string(), then: atom, when: atoms.describe('In the order of the rule') })
  .readonly()
  .meta({ id: 'ProofStep', description: 'One rule instance.' });

const FrontierClaim = z
  .strictObject({
    rule: z.string(),
    then: atom,
    when: z
      .array(z.union([atom, z.null()]))
      .readonly()
      .describe('`null` at the missing premise when it is a positive one'),
    missing: atom,
  })
  .readonly()
  .meta({ id: 'FrontierClaim', description: 'A rule instance that misses exactly one premise.' });

const VerdictClaim = z
  .strictObject({
    attack: z.string(),
    attacker: z.string(),
    target: z.string(),
    verdict: z.enum(['INSECURE', 'SECURE', 'UNKNOWN']),
    steps: z.array(ProofStep).readonly().describe('Premises before conclusions; no step is unused'),
    frontier: z.array(FrontierClaim).readonly(),
    gaps: z.array(z.string()).readonly().describe('Gaps that `steps` use as if they were so, sorted'),
  })
  .readonly()
  .meta({ id: 'VerdictClaim' });

const Closure = z
  .strictObject({
    attacker: z.string(),
    symbols: z.array(z.string()).readonly(),
    predicates: z.array(z.string()).readonly(),
    atoms: z
      .array(z.number())
      .readonly()
      .describe('Flat: predicate index, then one symbol index for each argument'),
  })
  .readonly()
  .meta({ id: 'Closure', description: 'All that one attacker can derive, each after what it follows from.' });

/** What `check --certificate` writes. */
export const CertificateShape = z
  .strictObject({
    schema: z.literal(CERTIFICATE_SCHEMA),
    model: z.strictObject({ name: z.string(), sha256: digest }).readonly(),
    pack: z.strictObject({ id: z.string(), version: z.string(), sha256: digest }).readonly(),
    assumed: atoms.describe('Taken as given, sorted'),
    assumptions: z.array(z.string()).readonly(),
    closures: z.array(Closure).readonly(),
    verdicts: z.array(VerdictClaim).readonly(),
    digest: digest.describe('SHA-256 of the canonical JSON (RFC 8785) without this member'),
  })
  .readonly();

same<Same<z.infer<typeof CertificateShape>, Certificate>>(true);
