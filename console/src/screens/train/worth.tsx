// SPDX-License-Identifier: Apache-2.0
// What training is worth: how soon somebody reports an attack that reaches several people, with how sure that is.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { worthQuery } from '../../api/train-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { percent } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { type Clock, medianOf, reportedShare } from './first-report.ts';
import { Intervals } from './intervals.tsx';
import { estimateText, minutesAxis, minutesText } from './say-estimate.ts';

const route = getRouteApi('/train/campaigns/$id/results');
const [USUAL, MOST] = [20, 1_000_000];

export function Worth({ id }: { readonly id: string }) {
  const { say } = useWords();
  const refusal = useRefusal();
  const { people } = route.useSearch();
  const navigate = route.useNavigate();
  const recipients = whole(String(people)) ?? USUAL;
  const [written, write] = useState(String(recipients));
  const query = useQuery(worthQuery(id, recipients));
  const change = (text: string): void => {
    write(text);
    const asked = whole(text);
    if (asked !== undefined) void navigate({ search: (old) => ({ ...old, people: asked }), replace: true });
  };
  return (
    <Sheet name={say('train.worth')}>
      <div className="asked">
        <TextInput
          label={say('train.worth.recipients')}
          inputMode="numeric"
          value={written}
          error={whole(written) === undefined ? say('train.worth.whole', { most: MOST }) : undefined}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </div>
      <Answered query={query}>
        {(clock) =>
          'missing' in clock ? (
            <p className="soft">{refusal(clock.missing)}</p>
          ) : (
            <Sides id={id} clock={clock} />
          )
        }
      </Answered>
    </Sheet>
  );
}

/** A whole number that the server takes. */
function whole(text: string): number | undefined {
  const value = Number(text.trim() || Number.NaN);
  return Number.isInteger(value) && value >= 1 && value <= MOST ? value : undefined;
}

function Sides({ id, clock }: { readonly id: string; readonly clock: Clock }) {
  const words = useWords();
  const { say, language } = words;
  const { recipients, basis, people } = clock;
  const text = (minutes: number): string => minutesText(words, minutes);
  const sides = (['before', 'after'] as const).map((side) => {
    const estimate = medianOf(clock, side);
    const name = say(`train.worth.${basis}.${side}`, { people: people[side] });
    return {
      ...{ key: side, name, estimate, text: estimateText(words, estimate, text) },
      series: side === 'before' ? ('control' as const) : ('trained' as const),
      share: percent(language, reportedShare(clock[side])),
    };
  });
  const [before, after] = sides;
  // Without a lot, what differs between two tests is not said to come of training.
  const [sentence, share] =
    basis === 'trial'
      ? (['train.worth.sentence', 'train.worth.share'] as const)
      : (['train.worth.first', 'train.worth.first.share'] as const);
  return (
    <>
      <p className="lead">
        {say(sentence, {
          count: recipients,
          before: before?.text ?? '',
          after: after?.text ?? '',
        })}
      </p>
      <Intervals rows={sides} axis={minutesAxis(words)} />
      <p>{say(share, { before: before?.share ?? '', after: after?.share ?? '' })}</p>
      <p className="soft">{say(`train.worth.${basis}`)}</p>
      <p className="soft">
        {say('train.worth.loss')}{' '}
        <code>
          ensuresec simulate MODEL --attack ATTACK --detect-from {id} --recipients {recipients}
        </code>
      </p>
    </>
  );
}
