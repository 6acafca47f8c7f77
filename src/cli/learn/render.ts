// SPDX-License-Identifier: Apache-2.0
import type { BaselineItem, PolicyItem, RefinementItem, ShelfItem } from '../../learn/index.ts';
import type { Call } from '../command.ts';

const SHOWN = 20;

/** Candidates as a person reads them, the best first. */
export function candidatesText({ style }: Call, items: readonly ShelfItem[], all: boolean): string {
  const shown = all ? items : items.slice(0, SHOWN);
  const lines = shown.flatMap((item) => {
    const { says, figures, notes } = wordsOf(item);
    return [
      `${style.bold(style.safe(item.id))}  ${stateOf(style, item)}`,
      `  ${style.safe(says)}`,
      `  ${style.dim(style.safe(figures))}`,
      ...notes.map((note) => `  ${style.yellow(style.safe(note))}`),
      '',
    ];
  });
  const rest = items.length - shown.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more (--all shows them)`, ''] : [])].join('\n');
}

function stateOf(style: Call['style'], { state, reason }: ShelfItem): string {
  const why = reason === undefined ? '' : `: ${style.safe(reason)}`;
  if (state === 'approved') return style.green(`approved${why}`);
  return state === 'rejected' ? style.red(`rejected${why}`) : style.dim('waits for approval');
}

interface Words {
  readonly says: string;
  readonly figures: string;
  readonly notes: readonly string[];
}

function wordsOf(item: ShelfItem): Words {
  switch (item.kind) {
    case 'baseline':
      return baselineWords(item);
    case 'fact': {
      const { text, days, count, confidence, says } = item.fact;
      const seen = says === 'unused' ? `${count} events that could have shown it` : `${count} events show it`;
      return {
        says: text,
        figures: `${seen}, on ${days} ${days === 1 ? 'day' : 'days'}; confidence ${confidence}`,
        notes:
          says === 'unused'
            ? ['Is it needed? It changes no verdict']
            : ['Approved, it becomes an observed premise: check --observed'],
      };
    }
    case 'refinement':
      return refinementWords(item);
    default:
      return { says: conditionOf(item), figures: figuresOf(item), notes: notesOf(item) };
  }
}

function baselineWords({ baseline, profiles, cost }: BaselineItem): Words {
  const samples = profiles.reduce((sum, each) => sum + each.samples, 0);
  const [first] = profiles;
  const own = profiles.filter(({ subject }) => subject !== '').length;
  const setAside = profiles.reduce((sum, each) => sum + each.setAside, 0);
  const drifting = profiles.filter(({ drift }) => drift > 1);
  return {
    says: `${baseline.title['en'] ?? baseline.id}: half ${first?.quantiles.half ?? 0}, 90 % up to ${first?.quantiles.p90 ?? 0}, 99 % up to ${first?.quantiles.p99 ?? 0}${own > 1 ? `; ${own} of them have a profile of their own` : ''}`,
    figures: `${samples} values; at most ${percent(Math.max(...profiles.map(({ alpha }) => alpha)))} of usual ones alarm; ${cost.alarms} ${cost.alarms === 1 ? 'alarm' : 'alarms'} in ${cost.days.toFixed(1)} days kept aside`,
    notes: [
      ...(setAside > 0 ? [`${setAside} values were too far off to be usual and do not count`] : []),
      ...(drifting.length > 0
        ? [
            `What is usual moves: by ${Math.max(...drifting.map(({ drift }) => drift))} scatters between the halves`,
          ]
        : []),
    ],
  };
}

function refinementWords({ refinement: { rule, change, before, after } }: RefinementItem): Words {
  const what = 'unless' in change ? `never when ${change.unless}` : `not below a score of ${change.least}`;
  const lost = before.attacks.filter((each) => !after.attacks.includes(each));
  return {
    says: `${rule}: ${what}`,
    figures: `alerts ${before.alerts} before, ${after.alerts} after; judged false ${before.judgedFalse}, ${after.judgedFalse}; judged real ${before.judgedReal}, ${after.judgedReal}; known attacks seen ${before.attacks.length}, ${after.attacks.length}`,
    notes: lost.length === 0 ? [] : [`It no longer sees ${lost.join(', ')}`],
  };
}

function conditionOf({ policy }: PolicyItem): string {
  const { on, per, windows = {}, must } = policy;
  const where = on.where === undefined ? '' : ` where ${on.where}`;
  const around = Object.entries(windows).map(([name, { event, by, before, where: when }]) => {
    const keys = Array.isArray(by) ? by.join(', ') : '';
    return `; ${name}: ${[event].flat().join(', ')}${when === undefined ? '' : ` where ${when}`} with the same ${keys}, ${String(before)} before`;
  });
  const that = must.map((each) => each.that).join(' and ');
  const asked = /^not \((.*)\)$/.exec(that)?.[1];
  const meaning = that === 'false' ? '' : asked === undefined ? ` must have ${that}` : ` with ${asked}`;
  return `for each ${per.join(', ')}: ${[on.event].flat().join(', ')}${where}${meaning}${around.join('')}`;
}

function figuresOf({ learnt, held, support, bits, threats, contradicts }: PolicyItem): string {
  const seen = threats.length === 0 ? '' : `; threats ${threats.slice(0, 6).join(', ')}`;
  const about = `${seen}${contradicts.length === 0 ? '; contradicts no policy of the pack' : ''}`;
  if (learnt === undefined || held === undefined)
    return `held for ${support} events, ${Math.round(bits ?? 0)} bits of surprise${about}`;
  const scored = held.recall.of > 0 || held.wrong + held.right > 0 ? held : learnt;
  const where = scored === held ? 'on events kept aside' : 'on the events it was learnt from';
  return `${precision(scored.precision)} of alerts right, ${scored.recall.hits} of ${scored.recall.of} attacks seen, ${scored.wrongPerDay.toFixed(2)} false alarms a day ${where}${about}`;
}

function precision({
  hits,
  of,
  interval: [low, high],
}: NonNullable<PolicyItem['held']>['precision']): string {
  return of === 0
    ? 'none'
    : `${Math.round((100 * hits) / of)} % (${Math.round(100 * low)}–${Math.round(100 * high)})`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** Each policy of the pack has a usual story; the candidate was run over all of them. */
function notesOf({ impliedBy, contradicts }: PolicyItem): readonly string[] {
  return [
    ...(impliedBy.length === 0 ? [] : [`says what ${impliedBy.join(', ')} says already`]),
    ...(contradicts.length === 0 ? [] : [`forbids what ${contradicts.join(', ')} takes for usual`]),
  ];
}
