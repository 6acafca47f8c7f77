// SPDX-License-Identifier: Apache-2.0
// What rules, correlations and filters say about themselves (rules specification 2.0.0, "Components").
import { isRecord } from '../../../model/index.ts';
import { type Head, LEVELS, type Level, type LogSource } from '../rule.ts';
import { type Draft, refuse, textAt, textsAt } from './report.ts';
import { checkShape } from './shape.ts';

/** Rules without a level alert as this. */
const DEFAULT_LEVEL: Level = 'medium';

export function readHead(draft: Draft, value: Record<string, unknown>): Head {
  checkShape(draft, value);
  const title = textAt(draft, value, [], 'title');
  if (title === undefined) refuse(draft, 'SIGMA_MISSING_KEY', [], 'The document has no `title`');
  const name = textAt(draft, value, [], 'name');
  const tags = textsAt(draft, value, [], 'tags');
  return {
    id: textAt(draft, value, [], 'id') ?? name ?? title ?? '',
    name,
    title: title ?? '',
    description: textAt(draft, value, [], 'description'),
    level: LEVELS.find((each) => each === value['level']) ?? DEFAULT_LEVEL,
    status: textAt(draft, value, [], 'status'),
    techniques: tags.flatMap(techniqueOf),
    tags,
    references: textsAt(draft, value, [], 'references'),
    falsePositives: textsAt(draft, value, [], 'falsepositives'),
    at: draft.document.locate(['title'], 'key'),
  };
}

/** `attack.t1059.007` and, for what ATT&CK has no word, `f3.f1007.003`, `capec.66`, `cwe.89` and `oat.008`. */
function techniqueOf(tag: string): readonly string[] {
  const [, lettered] = /^(?:attack\.(?=t)|f3\.(?=f))([tf]\d{4}(?:\.\d{3})?)$/i.exec(tag) ?? [];
  if (lettered !== undefined) return [lettered.toUpperCase()];
  const [, list, number] = /^(capec|cwe|oat)\.(\d{1,5})$/i.exec(tag) ?? [];
  return list === undefined ? [] : [`${list.toUpperCase()}-${number}`];
}

/** `category`, `product` and `service`; other keys are for people. */
export function readLogSource(draft: Draft, value: object): LogSource {
  const section = (value as Record<string, unknown>)['logsource'];
  if (!isRecord(section)) {
    refuse(draft, 'SIGMA_MISSING_KEY', ['logsource'], 'The document has no section `logsource`');
    return {};
  }
  const entries = (['category', 'product', 'service'] as const).flatMap((key) => {
    const text = textAt(draft, section, ['logsource'], key);
    return text === undefined ? [] : [[key, text.toLowerCase()] as const];
  });
  textAt(draft, section, ['logsource'], 'definition');
  return Object.fromEntries(entries);
}
