// SPDX-License-Identifier: Apache-2.0
// Answers of `vulnerabilities` as zod schemas, from which the files in schema/ are generated.
import { z } from 'zod';

export const VULNERABILITIES_SCHEMA = 'ensuresec/vulnerabilities/1';
export const CVSS_SCORES_SCHEMA = 'ensuresec/cvss-scores/1';

const score = z.number().min(0).max(10);
const texts = z.array(z.string()).readonly();

const CvssParts = {
  version: z.enum(['3.0', '3.1', '4.0']),
  score: score.describe('The score that counts: with what the vector states of threat and environment'),
  severity: z.enum(['none', 'low', 'medium', 'high', 'critical']),
  nomenclature: z.string().exactOptional().describe('4.0: CVSS-B, CVSS-BT, CVSS-BE or CVSS-BTE'),
  parts: z
    .strictObject({ base: score, temporal: score, environmental: score })
    .readonly()
    .exactOptional()
    .describe('3.x: the three scores'),
};

export const CvssScoresShape = z
  .strictObject({
    schema: z.literal(CVSS_SCORES_SCHEMA),
    vectors: z
      .array(
        z
          .strictObject({
            vector: z.string(),
            score: z.strictObject(CvssParts).readonly().exactOptional(),
            refusal: z.string().exactOptional().describe('Why there is no score'),
          })
          .readonly(),
      )
      .readonly()
      .describe('In the order in which they were given'),
  })
  .readonly();

const outcome = z.enum(['INSECURE', 'SECURE', 'UNKNOWN']);

const OpenedVerdict = z
  .strictObject({
    attack: z.string(),
    attacker: z.string(),
    target: z.string(),
    before: outcome,
    after: outcome,
  })
  .readonly()
  .meta({ id: 'OpenedVerdict', description: 'A verdict that the flaw alone makes worse.' });

const Consequence = z
  .strictObject({
    opens: z.array(OpenedVerdict).readonly(),
    milliseconds: z.number().min(0).describe('How long the change of the analysis took'),
    cut: z
      .strictObject({
        measure: z.string(),
        name: z.string(),
        on: z.string(),
        cost: z.number().min(0).describe('EUR in the first year'),
      })
      .readonly()
      .exactOptional()
      .describe('The cheapest measure that turns every one of them back, when one alone does'),
  })
  .readonly()
  .meta({ id: 'Consequence', description: 'What the flaw does to the verdicts of the model.' });

export const FlawFinding = z
  .strictObject({
    advisory: z.string(),
    names: texts.describe('The id of the advisory and its other names'),
    summary: z.string(),
    asset: z.string(),
    purl: z.string(),
    fixed: texts.describe('Newer versions in which it is mended, oldest first'),
    cvss: z
      .strictObject({ ...CvssParts, vector: z.string() })
      .readonly()
      .exactOptional(),
    kev: z.boolean().describe('Known to be exploited'),
    epss: z.number().min(0).max(1).exactOptional().describe('Chance of use within 30 days'),
    access: z.enum(['network', 'adjacent', 'local', 'physical', 'user']),
    effect: z.enum(['code', 'read', 'write', 'denial']),
    status: z.enum(['affected', 'not_affected', 'fixed', 'under_investigation']),
    justification: z.string().exactOptional().describe('Why, where a VEX statement says so'),
    exception: z
      .strictObject({
        vulnerability: z.string(),
        asset: z.string().exactOptional(),
        until: z.string().describe('Last day on which it holds, UTC'),
        reason: z.string(),
      })
      .readonly()
      .exactOptional(),
    proof: Consequence.exactOptional().describe('Absent where there is no model, or the flaw is not open'),
  })
  .readonly()
  .meta({ id: 'FlawFinding', description: 'A flaw of the software of an asset.' });

export const VulnerabilitiesShape = z
  .strictObject({
    schema: z.literal(VULNERABILITIES_SCHEMA),
    findings: z.array(FlawFinding).readonly().describe('Worst first'),
    unreadable: texts.describe(
      'Package URLs that cannot be compared, for want of a version that can be read',
    ),
    components: z.int().min(0).describe('Package URLs that were looked at'),
    stated: z
      .array(z.strictObject({ id: z.string(), asset: z.string() }).readonly())
      .readonly()
      .exactOptional()
      .describe('Flaws that the model or SBOM states as open and no advisory of the feeds confirms there'),
  })
  .readonly();
