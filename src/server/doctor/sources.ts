// SPDX-License-Identifier: Apache-2.0
// Where events come from: whether the file can be read, what it names is there, and certificates last.
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readFileBounded } from '../../platform/index.ts';
import { readBytes } from '../config/secret.ts';
import { parseSources, type Source } from '../config/sources.ts';
import { type Finding, span } from './finding.ts';

export const SOURCES_FILE = 'sources.yaml';
/** A certificate that ends sooner is told. */
const SOON_MS = 30 * 86_400_000;

export interface SourcesLook {
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
}

export function lookAtSources(data: string, now: number): SourcesLook {
  const file = join(data, SOURCES_FILE);
  if (!existsSync(file))
    return {
      sources: [],
      findings: [
        {
          id: 'no-sources',
          level: 'notice',
          what: `There is no ${file}: events come over HTTP only, from whoever has the token`,
          mend: 'Name logs, syslog, MQTT and webhooks there (docs/how-to/send-events.md)',
        },
      ],
    };
  const { value: bytes, problems: unread } = readFileBounded(file);
  const { value: sources = [], problems } =
    bytes === undefined ? { problems: unread } : parseSources(bytes, file);
  const wrong = problems.map(
    ({ severity, message, at }): Finding => ({
      id: 'sources-wrong',
      level: severity === 'error' ? 'problem' : 'notice',
      what: `${at.file}:${at.line}:${at.column} ${message}`,
      mend: 'Mend the line; `ensuresec up` does not start with a file that is wrong',
    }),
  );
  return { sources, findings: [...wrong, ...sources.flatMap((source) => sourceFindings(source, data, now))] };
}

function sourceFindings(source: Source, data: string, now: number): readonly Finding[] {
  const named = Object.entries(source).flatMap(([key, value]) =>
    key.endsWith('-file')
      ? [value as string | readonly string[]].flat().map((path) => [key, path] as const)
      : [],
  );
  const files = named.flatMap(([key, path]) => {
    const place = resolve(data, path);
    if (!isReadable(place)) return [missing(source, key, place)];
    return key === 'cert-file' ? certificateFindings(source, place, now) : [];
  });
  if (source.kind !== 'file' || isReadable(resolve(data, source.path))) return files;
  return [...files, missing(source, 'path', resolve(data, source.path))];
}

function missing(source: Source, key: string, place: string): Finding {
  return {
    id: 'source-file',
    level: 'problem',
    what: `The source ${source.name} names a file that is not there or may not be read (\`${key}\`): ${place}`,
    mend: 'Make the file, mend its path, or let the user who runs ensuresec read it',
  };
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function certificateFindings(source: Source, place: string, now: number): readonly Finding[] {
  const what = `The certificate of the source ${source.name}, ${place},`;
  const mend = 'Put a new certificate there and start `ensuresec up` again';
  let end: number;
  try {
    end = Date.parse(new X509Certificate(readBytes(place)).validTo);
  } catch {
    return [{ id: 'certificate', level: 'problem', what: `${what} is no certificate in PEM`, mend }];
  }
  if (end - now > SOON_MS) return [];
  return end <= now
    ? [{ id: 'certificate', level: 'problem', what: `${what} ended ${span(now - end)} ago`, mend }]
    : [{ id: 'certificate', level: 'notice', what: `${what} ends in ${span(end - now)}`, mend }];
}
