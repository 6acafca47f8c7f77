// SPDX-License-Identifier: Apache-2.0
// The four measures of a test: what each means, a picture of all groups, and all of it as a table.
import { FoldingTable } from '../../parts/folding-table.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { number, percent } from '../../words/format.ts';
import { useWords, type Words } from '../../words/index.ts';
import { type Axis, type Interval, Intervals, type Series, SeriesShape } from './intervals.tsx';
import { estimateText, minutesAxis, minutesText } from './say-estimate.ts';
import type { Group, ToldRow } from './told.ts';

type Estimate = NonNullable<Interval['estimate']>;

interface Measure {
  readonly id: 'sensitivity' | 'bias' | 'rate' | 'minutes';
  readonly of: (group: Group) => Estimate | undefined;
  readonly text: (words: Words, value: number) => string;
  readonly axis: (words: Words) => Axis;
}

const plain = ({ language }: Words, value: number): string => number(language, value, 2, 2);

const MEASURES: readonly Measure[] = [
  {
    id: 'sensitivity',
    of: ({ sensitivity }) => sensitivity,
    text: plain,
    axis: ({ language }) => ({ within: [0, 3], tick: (value) => number(language, value, 1), line: 0 }),
  },
  {
    id: 'bias',
    of: ({ bias }) => bias,
    text: plain,
    axis: ({ language }) => ({ within: [-1, 1], tick: (value) => number(language, value, 1), line: 0 }),
  },
  {
    id: 'rate',
    of: ({ reportRate }) => reportRate,
    text: ({ language }, value) => percent(language, value),
    axis: ({ language }) => ({ within: [0, 1], tick: (value) => percent(language, value) }),
  },
  {
    id: 'minutes',
    of: ({ reportMinutes }) => reportMinutes,
    text: minutesText,
    axis: minutesAxis,
  },
];

export function Measures({
  rows,
  isOverTime,
}: {
  readonly rows: readonly ToldRow[];
  readonly isOverTime: boolean;
}) {
  const words = useWords();
  const { say } = words;
  const series = new Set(rows.map(({ group }) => seriesOf(group)));
  return (
    <>
      {series.size < 2 ? null : (
        <ul className="row small legend">
          {[...series].map((each) => (
            <li key={each}>
              <SeriesShape series={each} /> {say(`train.series.${each}`)}
            </li>
          ))}
          <li className="soft">{say('train.interval.legend')}</li>
        </ul>
      )}
      <div className="measures">
        {MEASURES.map(({ id, of, text, axis }) => (
          <Sheet key={id} name={say(`train.measure.${id}`)}>
            <p className="soft">{say(`train.measure.${id}.text`)}</p>
            <Intervals
              axis={axis(words)}
              rows={rows.map(({ key, day, group }) => ({
                key,
                series: seriesOf(group),
                name: nameOf(words, group, isOverTime ? day : undefined),
                ...given(of(group)),
                text: estimateText(words, of(group), (value) => text(words, value)),
              }))}
            />
          </Sheet>
        ))}
      </div>
      <Table rows={rows} />
    </>
  );
}

function given(estimate: Estimate | undefined): Pick<Interval, 'estimate'> {
  return estimate === undefined ? {} : { estimate };
}

function seriesOf({ by, name }: Group): Series {
  if (by !== 'arm') return by;
  return name === 'control' ? 'control' : 'trained';
}

function nameOf({ say }: Words, { by, name }: Group, day?: number): string {
  const known =
    by === 'group'
      ? name === '-'
        ? say('train.group.rest')
        : visible(name)
      : say(`train.series.${seriesOf({ by, name } as Group)}`);
  return day === undefined ? known : say('train.series.day', { series: known, day });
}

function Table({ rows }: { readonly rows: readonly ToldRow[] }) {
  const words = useWords();
  const { say } = words;
  return (
    <Sheet name={say('train.table')}>
      <FoldingTable
        label={say('train.tab.results')}
        heads={[
          say('train.column.group'),
          say('train.column.test'),
          say('train.tab.people'),
          ...MEASURES.map(({ id }) => say(`train.measure.${id}`)),
        ]}
        rows={rows.map(({ key, day, group }) => ({
          key,
          name: nameOf(words, group),
          cells: [
            say('train.day', { day }),
            group.people,
            ...MEASURES.map(({ of, text }) => estimateText(words, of(group), (value) => text(words, value))),
          ],
        }))}
      />
    </Sheet>
  );
}
