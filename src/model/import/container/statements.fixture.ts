// SPDX-License-Identifier: Apache-2.0
// Tests only: what an importer states, one line a fact, with its place.
import { neededAsset, type Source } from '../../schema.ts';
import type { Importer, ImportInput } from '../importer.ts';

type Files = Readonly<Record<string, string>>;
type Sourced =
  | string
  | number
  | {
      readonly id?: string;
      readonly port?: string | number;
      readonly purl?: string;
      readonly source?: Source | undefined;
    };

/** Files as inputs. */
export function inputsOf(files: Files): ImportInput[] {
  return Object.entries(files).map(([file, text]) => ({ file, bytes: new TextEncoder().encode(text) }));
}

/** `web has privileged @4:5`, `flow a > b 80 @…` …; the file is named when there are several. */
export function statements(importer: Importer, files: Files): readonly string[] {
  const { value = {}, problems } = importer.read(inputsOf(files), { guess: () => undefined });
  const place = placeOf(Object.keys(files).filter((file) => file !== '.env').length > 1);
  const list = (ids: string | readonly string[] | undefined) => [ids ?? []].flat().join(' ');
  const words = (subject: string, verb: string, all: readonly Sourced[] | undefined) =>
    (all ?? []).map((word) =>
      typeof word === 'object'
        ? `${subject} ${verb} ${word.id ?? word.port ?? word.purl}${place(word.source)}`
        : `${subject} ${verb} ${word}`,
    );
  return [
    ...problems.map(
      ({ severity, code, at }) => `${severity} ${code}${place({ ...at, how: 'declared', confidence: 1 })}`,
    ),
    ...(value.zones ?? []).map(
      (zone) =>
        `zone ${zone.id} ${zone.type}${zone.within === undefined ? '' : ` in ${zone.within}`}${zone.open ? ' open' : ''}${zone.isolated ? ' isolated' : ''}${place(zone.source)}`,
    ),
    ...(value.assets ?? []).flatMap((asset) => [
      `asset ${asset.id} ${asset.type}${place(asset.source)}`,
      ...(asset.zone === undefined ? [] : [`${asset.id} in ${list(asset.zone)}`]),
      ...words(asset.id, 'has', asset.properties),
      ...words(asset.id, 'measure', asset.measures),
      ...words(asset.id, 'listens', asset.listens),
      ...words(asset.id, 'runs', asset.software),
    ]),
    ...(value.flows ?? []).map(
      (flow) =>
        `flow ${flow.from} > ${flow.to}${flow.port === undefined ? '' : ` ${flow.port}`}${place(flow.source)}`,
    ),
    ...(value.barriers ?? []).map(
      (barrier) =>
        `barrier ${barrier.name}: ${list(barrier.from)} > ${list(barrier.to)}${place(barrier.source)}`,
    ),
    ...(value.identities ?? []).map(
      (identity) =>
        `identity ${identity.id} ${identity.class}${(identity.grants ?? []).map((grant) => ` may ${grant.right} ${grant.on}`).join('')}${place(identity.source, false)}`,
    ),
    ...(value.credentials ?? []).map(
      (one) =>
        `credential ${one.id} ${one.type} in ${list(one.keptIn)}${one.unlocks === undefined ? '' : ` opens ${list(one.unlocks)}`}${place(one.source)}`,
    ),
    ...(value.dependencies ?? []).map(
      (one) =>
        `dependency ${one.of} needs ${list(one.needs.map(neededAsset))} ${one.mode}${place(one.source)}`,
    ),
    ...(value.gaps ?? []).map((gap) => `gap ${gap.about} ${gap.unknown}${place(gap.source)}`),
  ];
}

function placeOf(named: boolean): (source: Source | undefined, sure?: boolean) => string {
  return (source, sure = true) => {
    if (source === undefined) return '';
    const doubt = source.how === 'declared' || !sure ? '' : ` ${source.how} ${source.confidence}`;
    const file = named || source.file.endsWith('.env') ? `${source.file}:` : '';
    return ` @${file}${source.line}:${source.column}${doubt}`;
  };
}

/** `3:7 COMPOSE_BAD_PORT Cannot read …`, with the hint after a dash. */
export function problemLines(importer: Importer, files: Files): readonly string[] {
  const { problems } = importer.read(inputsOf(files), { guess: () => undefined });
  return problems.map(
    ({ code, severity, message, at, hint }) =>
      `${at.line}:${at.column} ${severity === 'error' ? '' : 'warning '}${code} ${message}${hint === undefined ? '' : ` - ${hint}`}`,
  );
}
