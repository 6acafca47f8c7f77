// SPDX-License-Identifier: Apache-2.0
// The file that says where events come from.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';
import { INPUT_FORMATS } from '../../monitor/index.ts';

const file = z.string().min(1).max(4096);
const address = z
  .string()
  .regex(/^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}$/, 'an address and a port, such as 127.0.0.1:5514');

const common = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes')
    .describe('Stands in events as their source when they name none, and in alerts'),
  cadence: z
    .string()
    .regex(/^[1-9]\d{0,4}[smhd]$/, 'a number and s, m, h or d, such as 15m')
    .optional()
    .describe('A longer silence than this is an alert'),
  format: z.enum(INPUT_FORMATS).optional().describe('How records are written; without it their start tells'),
};

const HttpSource = z.strictObject({
  kind: z.literal('http'),
  ...common,
  'token-file': file.optional().describe('File with the token that the sender shows'),
});
const WebhookSource = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  sender: z.string().min(1).max(200).describe('A sender of the pack, such as `stripe`'),
  'key-file': z
    .union([file, z.array(file).min(1).max(10)])
    .optional()
    .describe('Secret or certificate of the sender; several while one is replaced by the next'),
  settings: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe('Values that are part of what is signed, such as the id of the webhook'),
});
const FileSource = z.strictObject({
  kind: z.literal('file'),
  ...common,
  path: file.describe('The log, by the name that is written to'),
});
const SyslogSource = z.strictObject({
  kind: z.literal('syslog'),
  ...common,
  over: z.enum(['udp', 'tcp', 'tls']),
  listen: address,
  'cert-file': file.optional(),
  'key-file': file.optional(),
  exposed: z.literal(true).optional().describe('Yes, without TLS, and to others than this machine'),
});
const MqttSource = z.strictObject({
  kind: z.literal('mqtt'),
  ...common,
  url: z.string().regex(/^mqtts?:\/\/[\w.:[\]-]+$/, 'mqtt://host:port or mqtts://host:port'),
  topics: z.array(z.string().min(1).max(1024)).min(1).max(100),
  username: z.string().min(1).max(256).optional(),
  'password-file': file.optional(),
  'ca-file': file.optional(),
});

const Source = z.discriminatedUnion('kind', [
  HttpSource,
  WebhookSource,
  FileSource,
  SyslogSource,
  MqttSource,
]);
export type Source = z.infer<typeof Source>;
export type SourceOf<Kind extends Source['kind']> = Extract<Source, { kind: Kind }>;

/** A file of sources. */
const SourceFile = z.strictObject({ sources: z.array(Source).max(1000) });

/** Reads a YAML or JSON file of sources; all that is wrong is told at once. */
export function parseSources(bytes: Uint8Array, name: string): Parsed<readonly Source[]> {
  const read = readDocuments(bytes, name);
  const [document] = read.value ?? [];
  if (document === undefined) return { value: [], problems: read.problems };
  const shape = SourceFile.safeParse(document.value);
  if (!shape.success)
    return {
      problems: [...read.problems, ...shapeProblems(shape.error.issues, SourceFile, document, 'SOURCE')],
    };
  const { sources } = shape.data;
  const problem = (index: number, key: string, code: string, message: string): Problem => ({
    code,
    severity: 'error',
    message,
    at: document.locate(['sources', index, key]),
  });
  const wrong = sources.flatMap((source, index): readonly Problem[] => [
    ...(sources.findIndex(({ name: other }) => other === source.name) === index
      ? []
      : [
          problem(
            index,
            'name',
            'SOURCE_DUPLICATE_NAME',
            `The source \`${source.name}\` stands twice: expected it once`,
          ),
        ]),
    ...syslogFaults(source).map((message) => problem(index, 'listen', 'SOURCE_EXPOSED', message)),
  ]);
  return { value: sources, problems: [...read.problems, ...wrong] };
}

/** Syslog carries no proof of who sends; to whom it is open must be said. */
function syslogFaults(source: Source): readonly string[] {
  if (source.kind !== 'syslog') return [];
  const hasTls = source['cert-file'] !== undefined && source['key-file'] !== undefined;
  if (source.over === 'tls' && !hasTls) return ['Syslog over TLS needs `cert-file` and `key-file`'];
  const { host } = hostAndPort(source.listen);
  return source.over === 'tls' || isLoopback(host) || source.exposed === true
    ? []
    : [
        `Cannot listen on ${source.listen} for everybody: expected a loopback address, TLS, or \`exposed: true\``,
      ];
}

export function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host);
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a cadence. */
export function cadenceMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);
}
