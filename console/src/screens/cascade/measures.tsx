// SPDX-License-Identifier: Apache-2.0
// Measures as chips: what each costs and avoids alone; pressed ones are compared with at once.
import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTitles } from '../../api/titles.ts';
import { Chip } from '../../parts/chip.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { euro } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import type { Simulated } from './view.ts';

const route = getRouteApi('/cascade');
/** As many as the server compares with at once. */
const MOST = 8;

export interface Choosing {
  readonly chosen: readonly string[];
  readonly toggle: (id: string) => void;
}

/** Which measures are pressed: those of the address, else the one that avoids most. */
export function useChoosing({ answer }: Simulated): Choosing {
  const { with: written } = route.useSearch();
  const navigate = useNavigate();
  const chosen = written === 'none' ? [] : written === undefined ? answer.chosen : written.split(' ');
  return {
    chosen,
    toggle: (id) => {
      const rest = chosen.filter((each) => each !== id);
      const next = rest.length === chosen.length ? [...rest, id] : rest;
      void navigate({
        to: '/cascade',
        search: ({ job: _, ...old }) => ({ ...old, with: next.length === 0 ? 'none' : next.join(' ') }),
        replace: true,
        resetScroll: false,
      });
    },
  };
}

export function Measures({ simulated }: { readonly simulated: Simulated }) {
  const { say, language } = useWords();
  const { measure } = useTitles();
  const { answer, offered } = simulated;
  const { chosen, toggle } = useChoosing(simulated);
  const { with: written } = route.useSearch();
  const navigate = useNavigate();
  const worth = new Map(answer.measures.map(({ id, avoided }) => [id, avoided.mean]));
  const first = offered.filter(({ id }) => worth.has(id) || chosen.includes(id));
  const ordered = first.toSorted((a, b) => (worth.get(b.id) ?? 0) - (worth.get(a.id) ?? 0));
  const rest = offered.filter((each) => !first.includes(each));
  const chip = ({ id, name, cost }: Simulated['offered'][number]) => {
    const avoids = worth.get(id);
    const price = cost === 0 ? say('fixes.free') : euro(language, cost);
    return (
      <Chip
        key={id}
        pressed={chosen.includes(id)}
        onPress={() => (chosen.includes(id) || chosen.length < MOST ? toggle(id) : undefined)}
      >
        <span>
          {measure(name)}{' '}
          <span className="soft">
            {avoids === undefined
              ? say('cascade.price', { price })
              : say('cascade.worth', { price, avoids: euro(language, avoids) })}
          </span>
        </span>
      </Chip>
    );
  };
  return (
    <Sheet
      name={say('cascade.measures')}
      aside={
        written === undefined ? undefined : (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() =>
              void navigate({ to: '/cascade', search: ({ with: _, job: __, ...old }) => old, replace: true })
            }
          >
            {say('cascade.best')}
          </Button>
        )
      }
    >
      {offered.length === 0 ? <p className="soft">{say('cascade.noMeasure')}</p> : null}
      <fieldset className="chips" aria-label={say('cascade.measures')}>
        {ordered.map(chip)}
      </fieldset>
      {rest.length === 0 ? null : (
        <details>
          <summary>{say('cascade.others', { count: rest.length })}</summary>
          <fieldset className="chips" aria-label={say('cascade.others', { count: rest.length })}>
            {rest.map(chip)}
          </fieldset>
        </details>
      )}
    </Sheet>
  );
}
