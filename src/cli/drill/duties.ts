// SPDX-License-Identifier: Apache-2.0
// The reports that an exercise makes due: the obligations of the pack over facts that are stated, or taken as so.
import type { TabletopCase } from '../../awareness/index.ts';
import type { Pack } from '../../model/index.ts';
import { judgeObligations, readIncidentRecord } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { readBytes, tell } from '../input.ts';
import type { Drill } from './words.ts';

type Record = Parameters<typeof judgeObligations>[0];
type FieldValue = Record['fields'] extends ReadonlyMap<string, { readonly value: infer V }> ? V : never;

/** Moments of an incident that the exercise sets itself: it begins now. */
const MOMENTS = ['occurred', 'detected', 'aware', 'classified'];

/** The duties, and on which facts that nobody stated they stand. @throws Failure 3 for bad facts. */
export function dutiesOf(
  call: Call,
  pack: Pack,
  source: Drill<'tabletop'>,
): Pick<TabletopCase, 'duties' | 'assumed'> {
  const file = call.options.text('facts');
  const facts = Object.entries(source.facts).flatMap(([id, value]) => {
    const field = pack.incidentFields.find((each) => each.id === id);
    return field === undefined ? [] : [{ field, value }];
  });
  const record = file === undefined ? assumedRecord(facts) : statedRecord(call, pack, file);
  return {
    duties: duePerStep(call, pack, source, record),
    assumed: file === undefined ? facts.map(factText) : [],
  };
}

interface Fact {
  readonly field: Pack['incidentFields'][number];
  readonly value: string | number | boolean;
}

function factText({ field: { id, title, unit }, value }: Fact): { title: string; value: string } {
  const shown = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  return { title: title['en'] ?? id, value: unit === undefined ? shown : `${shown} ${unit}` };
}

function duePerStep(
  call: Call,
  pack: Pack,
  source: Drill<'tabletop'>,
  stated: Record,
): TabletopCase['duties'] {
  const aware = Math.floor(call.io.clock() / 3_600_000) * 3_600_000;
  const record = withMoments(stated, pack, aware);
  const { obligations } = judgeObligations(record, pack, aware);
  return obligations
    .filter(({ outcome }) => outcome === 'applies')
    .flatMap(({ id, title, regime, article, recipient, steps }) =>
      steps.flatMap((step) => {
        const minutes = step.due === undefined ? undefined : (Date.parse(step.due) - aware) / 60_000;
        if (minutes === undefined || minutes < 0 || minutes > source.longest) return [];
        const name = steps.length > 1 ? `${title}: ${step.title}` : title;
        return [{ id: `${id} ${step.id}`, title: name, regime, article, recipient, minutes }];
      }),
    )
    .sort((a, b) => a.minutes - b.minutes || (a.id < b.id ? -1 : 1));
}

function statedRecord(call: Call, pack: Pack, file: string): Record {
  return tell(call, readIncidentRecord(readBytes(call, file), file, pack), `the facts ${file}`);
}

function assumedRecord(facts: readonly Fact[]): Record {
  return {
    id: 'exercise',
    title: 'Exercise',
    zone: 'UTC',
    holidays: new Set(),
    fields: new Map(facts.map(({ field, value }) => [field.id, { value }])),
    sent: new Map(),
  };
}

/** Nothing is sent yet, and the moments are those of the exercise. */
function withMoments(record: Record, pack: Pack, aware: number): Record {
  const at = { value: new Date(aware).toISOString() };
  const moments = pack.incidentFields.filter(({ id }) => MOMENTS.includes(id));
  return {
    ...record,
    sent: new Map(),
    fields: new Map<string, { readonly value: FieldValue }>([
      ...record.fields,
      ...moments.map(({ id }) => [id, at] as const),
    ]),
  };
}
