// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { CertificateShape } from '../../src/analyse/certificate-schema.ts';
import { HardeningShape } from '../../src/analyse/harden/hardening-schema.ts';
import { VerdictChangeShape } from '../../src/analyse/live/verdict-change-schema.ts';
import { ReplayShape } from '../../src/analyse/replay/replay-schema.ts';
import { ReportShape } from '../../src/analyse/report-schema.ts';
import { FlowShape } from '../../src/analyse/workflow/flow-schema.ts';
import { SimulationShape } from '../../src/cascade/index.ts';
import { BrandShape } from '../../src/cli/brand/brand-schema.ts';
import { CvssScoresShape, VulnerabilitiesShape } from '../../src/cli/vulnerabilities/answer-schema.ts';
import { ExpectationFile } from '../../src/model/index.ts';
import { IncidentShape } from '../../src/monitor/index.ts';
import {
  ObligationsShape,
  RecoveryPlanShape,
  RunListShape,
  RunReportShape,
} from '../../src/respond/index.ts';
import { DoctorShape, SupportShape } from '../../src/server/index.ts';
import type { Generated } from './json-schemas.ts';

const ANSWERS: readonly (readonly [name: string, title: string, text: string, shape: z.ZodType])[] = [
  ['report', 'ENSURESEC report', 'What `ensuresec check --json` answers.', ReportShape],
  [
    'certificate',
    'ENSURESEC certificate',
    'What an independent program needs in order to believe a verdict.',
    CertificateShape,
  ],
  ['hardening', 'ENSURESEC hardening', 'What `ensuresec harden --json` answers.', HardeningShape],
  ['flow', 'ENSURESEC workflows', 'What `ensuresec flow check --json` answers.', FlowShape],
  [
    'expectations',
    'ENSURESEC expectations',
    'What `ensuresec check --expectations` writes and `detect --expectations` reads.',
    ExpectationFile,
  ],
  [
    'incident',
    'ENSURESEC incident',
    'A line of `ensuresec detect --json` whose `schema` is ensuresec/incident/1.',
    IncidentShape,
  ],
  [
    'simulation',
    'ENSURESEC simulation',
    'What `ensuresec simulate --json` answers for a scenario or an attack.',
    SimulationShape,
  ],
  ['replay', 'ENSURESEC replay', 'What `ensuresec check --flow --json` answers.', ReplayShape],
  [
    'verdict-change',
    'ENSURESEC change of a verdict',
    'A line of `ensuresec check --watch-edits --json`.',
    VerdictChangeShape,
  ],
  [
    'vulnerabilities',
    'ENSURESEC vulnerabilities',
    'What `ensuresec vulnerabilities scan --json` answers.',
    VulnerabilitiesShape,
  ],
  ['brand', 'ENSURESEC brand', 'What `ensuresec brand check --json` answers.', BrandShape],
  [
    'cvss-scores',
    'ENSURESEC scores of CVSS vectors',
    'What `ensuresec vulnerabilities score --json` answers.',
    CvssScoresShape,
  ],
  ['doctor', 'ENSURESEC doctor', 'What `ensuresec doctor --json` answers.', DoctorShape],
  ['support', 'ENSURESEC support', 'What `ensuresec doctor --support` writes.', SupportShape],
  ['obligations', 'ENSURESEC obligations', 'What `ensuresec obligations --json` answers.', ObligationsShape],
  ['recovery', 'ENSURESEC recovery', 'What `ensuresec recover plan --json` answers.', RecoveryPlanShape],
  [
    'playbook-run',
    'ENSURESEC run of a playbook',
    'What `ensuresec respond run`, `resume RUN`, `show RUN`, `approve`, `answer` and `undo` answer with --json.',
    RunReportShape,
  ],
  [
    'playbook-runs',
    'ENSURESEC runs of playbooks',
    'What `ensuresec respond show` and `resume` answer for all runs with --json.',
    RunListShape,
  ],
];

/** JSON Schemas (draft 2020-12) of what commands answer with --json and --certificate. */
export function answerSchemas(): readonly Generated[] {
  return ANSWERS.map(([name, title, text, shape]) => schemaFile(name, title, text, shape));
}

function schemaFile(name: string, title: string, description: string, schema: z.ZodType): Generated {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output' });
  const whole = { $schema, $id: `urn:ensuresec:schema:${name}:1`, ...body, title, description };
  return { path: `schema/${name}.schema.json`, text: `${JSON.stringify(whole, null, 2)}\n` };
}
