// SPDX-License-Identifier: Apache-2.0
// One run on one clock: the curve with its scrubber, both stages, and the reasons of what is chosen.

import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { momentOf, type ReplayView } from '../../../../src/replay/index.ts';
import { useTitles } from '../../api/titles.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';
import type { Asking } from './asking.ts';
import { type Clock, useClock } from './clock.ts';
import { Curve } from './curve.tsx';
import { gapText } from './gap.tsx';
import { useChoosing } from './measures.tsx';
import { Stages } from './stages.tsx';
import { Told } from './told.tsx';
import { type Simulated, viewOf } from './view.ts';

const route = getRouteApi('/cascade');

export function Replay({ simulated }: { readonly simulated: Simulated }) {
  const words = useWords();
  const { say, language } = words;
  const titles = useTitles();
  const { chosen } = useChoosing(simulated);
  const withMeasures = chosen.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: words are those of the language
  const view = useMemo(
    () => viewOf(simulated, words, titles, withMeasures),
    [simulated, language, titles, withMeasures],
  );
  const clock = useClock(view);
  const asking = useAsking();
  return (
    <div className="replay stack">
      <Sheet name={say('cascade.curve')} aside={<span className="soft">{momentOf(view, clock.hour)}</span>}>
        <Curve view={view} clock={clock} gap={gapText(simulated, language)} />
        <Controls view={view} clock={clock} />
      </Sheet>
      <Stages view={view} hour={clock.hour} asking={asking} />
      <Told view={view} clock={clock} asking={asking} simulated={simulated} />
    </div>
  );
}

function Controls({ view, clock }: { readonly view: ReplayView; readonly clock: Clock }) {
  const { say } = useWords();
  const { hour, frames, go, isPlaying, isStill, toggle } = clock;
  const current = frames.findLast((each) => each <= hour + 1e-9);
  return (
    <div className="row small">
      {isStill ? null : (
        <button type="button" className="chip play" onClick={toggle}>
          {say(isPlaying ? 'replay.pause' : 'replay.play')}
        </button>
      )}
      <span className="soft">{say('cascade.frames')}</span>
      <ol className="chips">
        {frames.map((each) => (
          <li key={each}>
            <button
              type="button"
              className="chip"
              aria-current={each === current ? 'step' : undefined}
              onClick={() => go(each)}
            >
              {momentOf(view, each)}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function useAsking(): Asking {
  const { why, side } = route.useSearch();
  const navigate = useNavigate();
  return {
    asset: why,
    side: side ?? 'without',
    ask: (on, asset) =>
      void navigate({
        to: '/cascade',
        search: ({ side: _, ...old }) => ({ ...old, why: asset, ...(on === 'with' ? { side: on } : {}) }),
        replace: true,
        resetScroll: false,
      }),
  };
}
