// SPDX-License-Identifier: Apache-2.0
// Indicators between STIX patterns and Sigma: one comparison of an observable for equality, or several joined by OR.
const FIELDS: Readonly<Record<string, { readonly category: string; readonly field: string }>> = {
  'domain-name:value': { category: 'dns', field: 'query' },
  'ipv4-addr:value': { category: 'firewall', field: 'src_ip' },
  'ipv6-addr:value': { category: 'firewall', field: 'src_ip' },
  'url:value': { category: 'proxy', field: 'c-uri' },
};

export interface Comparison {
  /** Object path, such as `domain-name:value`. */
  readonly path: string;
  readonly value: string;
}

/** `[path = 'value']` (STIX 2.1 §9). */
export function stixPattern({ path, value }: Comparison): string {
  return `[${path} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}

const ONE = /\s*([a-z0-9-]+:[\w.'-]+)\s*=\s*'((?:[^'\\]|\\.)*)'\s*/y;

/** The comparisons of a pattern, any of which suffices; undefined for patterns that say more than that. */
export function readStixPattern(pattern: string): readonly Comparison[] | undefined {
  const found: Comparison[] = [];
  const text = pattern.trim();
  // `[a OR b]` and `[a] OR [b]` say the same of single observations.
  const flat = text.replaceAll(/\]\s+OR\s+\[/g, ' OR ');
  if (!flat.startsWith('[') || !flat.endsWith(']')) return undefined;
  const end = flat.length - 1;
  for (let at = 1; at < end; ) {
    ONE.lastIndex = at;
    const one = ONE.exec(flat);
    if (one === null) return undefined;
    found.push({ path: one[1] as string, value: (one[2] as string).replaceAll(/\\(.)/g, '$1') });
    at = ONE.lastIndex;
    if (at === end) return found;
    if (!flat.startsWith('OR ', at)) return undefined;
    at += 3;
  }
  return undefined;
}

/** A Sigma rule for comparisons of one path that logs have a field for; undefined where they have none. */
export function sigmaOf(
  rule: { readonly id: string; readonly title: string; readonly date: string },
  comparisons: readonly Comparison[],
): string | undefined {
  const target = FIELDS[comparisons[0]?.path ?? ''];
  if (target === undefined || comparisons.some(({ path }) => FIELDS[path]?.field !== target.field))
    return undefined;
  // JSON is YAML; in a Sigma value \ * ? are signs, so they are escaped.
  const values = comparisons.map(({ value }) => JSON.stringify(value.replaceAll(/[\\*?]/g, '\\$&')));
  return [
    `title: ${JSON.stringify(rule.title.slice(0, 200))}`,
    `id: ${rule.id}`,
    'status: experimental',
    `date: ${rule.date}`,
    `logsource: { category: ${target.category} }`,
    'detection:',
    `  indicator: { ${target.field}: [${values.join(', ')}] }`,
    '  condition: indicator',
    'level: high',
    '',
  ].join('\n');
}
