// SPDX-License-Identifier: Apache-2.0
// The file of the operator: what playbooks may do here. A playbook comes from anybody; without a line in this file it can only
// ask persons.
import { z } from 'zod';
import type { Parsed } from '../../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../../model/index.ts';
import { DEFAULT_POLICY, type RunPolicy } from './policy.ts';

/** Every code that reading the file of the operator can report. */
export const OPERATOR_CODES: Readonly<Record<string, string>> = {
  OPERATOR_BAD_VALUE: 'A value of the file of the operator is not one that it may have',
  OPERATOR_EMPTY: 'The file of the operator, which says what playbooks may do, holds nothing',
  OPERATOR_MISSING_KEY: 'A key that the file of the operator needs is missing',
  OPERATOR_UNKNOWN_KEY: 'The file of the operator has a key that there is not',
  OPERATOR_WRONG_TYPE: 'A value of the file of the operator is of another kind than expected',
};

const line = z.string().min(1).max(1000);
const persons = z.int().min(0).max(10);

const SecretPlace = z.union([z.strictObject({ env: line }), z.strictObject({ file: line })]);
export type SecretPlace = z.infer<typeof SecretPlace>;

const HttpHost = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|[0-9a-f:]+)$/, 'a name or an address, in lower case'),
  port: z.int().min(1).max(65_535).optional(),
  private: z.literal(true).optional(),
  clear: z.literal(true).optional(),
  'idempotency-key': z.literal(true).optional(),
  /** OpenC2: it tells what became of a command when it is asked by its id. */
  'command-id': z.literal(true).optional(),
  /** A header that authenticates, such as `KEY` of Caldera. */
  header: z
    .strictObject({
      name: z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'a name of a header'),
      secret: line,
      prefix: z.string().max(100).optional(),
    })
    .optional(),
});
export type HttpHost = z.infer<typeof HttpHost>;

const absolute = z.string().min(2).max(4096).startsWith('/', 'an absolute path');

const SshHost = z.strictObject({
  host: HttpHost.shape.host,
  port: z.int().min(1).max(65_535).optional(),
  user: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/, 'the name of an account'),
  identity: absolute.optional(),
  'known-hosts': absolute.optional(),
});
export type SshHost = z.infer<typeof SshHost>;

const SshPolicy = z.strictObject({ program: absolute, hosts: z.array(SshHost).min(1).max(1000) });
export type SshPolicy = z.infer<typeof SshPolicy>;

const YaraPolicy = z.strictObject({ program: absolute, paths: z.array(absolute).min(1).max(100) });
export type YaraPolicy = z.infer<typeof YaraPolicy>;

const KestrelPolicy = z.strictObject({ program: absolute, sources: z.array(line).min(1).max(100) });
export type KestrelPolicy = z.infer<typeof KestrelPolicy>;

const JupyterPolicy = z.strictObject({
  program: absolute,
  /** What gives notebooks parameters. */
  papermill: absolute.optional(),
  notebooks: absolute,
});
export type JupyterPolicy = z.infer<typeof JupyterPolicy>;

const SigmaPolicy = z
  .strictObject({ events: z.literal(true).optional(), files: z.array(line).max(100).optional() })
  .refine(({ events, files = [] }) => events === true || files.length > 0, 'expected events or files');
export type SigmaPolicy = z.infer<typeof SigmaPolicy>;

const OperatorFile = z.strictObject({
  operator: z.literal(1),
  approvals: z
    .strictObject({ change: persons.optional(), destructive: persons.min(2, 'at least 2').optional() })
    .optional(),
  'allow-list': z.array(line).max(100_000).optional(),
  'signed-by': z.array(line).min(1, 'at least one file with a public key').max(100).optional(),
  'max-iterations': z.int().min(1).max(100_000).optional(),
  secrets: z.record(z.string().min(1).max(300), SecretPlace).optional(),
  http: z.array(HttpHost).max(1000).optional(),
  bash: z
    .strictObject({
      programs: z.array(z.string().max(4096).startsWith('/', 'an absolute path')).max(1000),
    })
    .optional(),
  ssh: SshPolicy.optional(),
  powershell: z.strictObject({ program: absolute }).optional(),
  yara: YaraPolicy.optional(),
  kestrel: KestrelPolicy.optional(),
  jupyter: JupyterPolicy.optional(),
  sigma: SigmaPolicy.optional(),
});
type OperatorFile = z.infer<typeof OperatorFile>;

export interface Operator {
  readonly policy: RunPolicy;
  /** Files with public keys, PEM: with one of them every playbook is signed that runs in earnest. None: all may run. */
  readonly signedBy: readonly string[];
  readonly secrets: Readonly<Record<string, SecretPlace>>;
  readonly http: readonly HttpHost[];
  /** Absolute paths of programs. */
  readonly programs: readonly string[];
  readonly ssh?: SshPolicy | undefined;
  readonly powershell?: OperatorFile['powershell'];
  readonly yara?: YaraPolicy | undefined;
  readonly kestrel?: KestrelPolicy | undefined;
  readonly jupyter?: JupyterPolicy | undefined;
  readonly sigma?: SigmaPolicy | undefined;
}

export const NO_OPERATOR: Operator = {
  policy: DEFAULT_POLICY,
  signedBy: [],
  secrets: {},
  http: [],
  programs: [],
};

/** Reads the file (YAML or JSON); everything that is wrong is told at once. */
export function readOperator(bytes: Uint8Array, file: string): Parsed<Operator> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  if (document === undefined) {
    const message = 'The file is empty: expected `operator: 1` and what playbooks may do';
    const at = { file, line: 1, column: 1 };
    return {
      problems:
        read.problems.length > 0
          ? read.problems
          : [{ code: 'OPERATOR_EMPTY', severity: 'error', message, at }],
    };
  }
  const { success, data, error } = OperatorFile.safeParse(document.value);
  if (!success)
    return {
      problems: [...read.problems, ...shapeProblems(error.issues, OperatorFile, document, 'OPERATOR')],
    };
  return { value: operatorOf(data), problems: read.problems };
}

function operatorOf(data: OperatorFile): Operator {
  const { approvals = {}, secrets = {}, http = [], bash } = data;
  const { ssh, powershell, yara, kestrel, jupyter, sigma } = data;
  return {
    policy: {
      approvals: {
        none: 0,
        change: approvals.change ?? DEFAULT_POLICY.approvals.change,
        destructive: approvals.destructive ?? DEFAULT_POLICY.approvals.destructive,
      },
      allowList: data['allow-list'] ?? [],
      maxIterations: data['max-iterations'] ?? DEFAULT_POLICY.maxIterations,
    },
    signedBy: data['signed-by'] ?? [],
    secrets,
    http,
    programs: bash?.programs ?? [],
    ...{ ssh, powershell, yara, kestrel, jupyter, sigma },
  };
}
