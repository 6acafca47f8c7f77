// SPDX-License-Identifier: Apache-2.0
// What the public may read of an incident. News are for everybody, for somebody announced them; where the incident
// stands, and since when, is shown only while it is marked TLP:CLEAR. Nothing else of it is ever there.
import type { Pack } from '../../model/index.ts';
import type { Incident, TimelineEntry } from '../incident/incident.ts';
import type { Phase } from '../incident/table.ts';
import { mayLeave } from '../incident/tlp.ts';
import { filled, type NoticeFacts } from './notice.ts';

type Source = Pack['statusPages'][number];
type PublicState = keyof Source['states'];

export interface StatusPage {
  readonly language: string;
  readonly title: string;
  readonly state?: { readonly name: PublicState; readonly label: string; readonly text: string };
  /** Names and times, ISO 8601. */
  readonly times: readonly { readonly label: string; readonly time: string }[];
  readonly news: {
    readonly heading: string;
    /** The newest first. */
    readonly items: readonly { readonly time: string; readonly text: string; readonly language: string }[];
  };
  readonly steps: { readonly heading: string; readonly items: readonly string[] };
  readonly ask: string;
}

const STATE: Readonly<Record<Phase, PublicState>> = {
  reported: 'investigating',
  triaged: 'investigating',
  declared: 'confirmed',
  contained: 'contained',
  eradicated: 'restoring',
  recovering: 'restoring',
  monitored: 'watching',
  closed: 'over',
  'false-positive': 'withdrawn',
  reopened: 'confirmed',
  merged: 'confirmed',
};

/**
 * @param notice whose steps are shown, if any.
 * @returns undefined when there is nothing that may be published (TLP 2.0: only TLP:CLEAR goes to everybody).
 */
export function statusPage(
  incident: Incident,
  source: Source,
  facts: NoticeFacts,
  wanted: string,
  notice?: Pack['notices'][number],
): StatusPage | undefined {
  const isClear = mayLeave(incident.machine.tlp, 'clear');
  const news = newsIn(incident.timeline, wanted);
  if (!isClear && news.length === 0) return undefined;
  const language = source.title[wanted] === undefined ? 'en' : wanted;
  const say = (text: Source['title']): string => filled((text[language] ?? text['en']) as string, facts);
  const name = STATE[incident.machine.phase];
  const { label, text } = source.states[name];
  const begun = incident.timeline[0]?.time;
  const changed = news[0]?.time ?? incident.timeline.findLast(({ event }) => event.name === 'advanced')?.time;
  return {
    language,
    title: say(source.title),
    ...(isClear ? { state: { name, label: say(label), text: say(text) } } : {}),
    times: [
      ...(isClear && begun !== undefined ? [{ label: say(source.begun), time: begun }] : []),
      ...(changed === undefined ? [] : [{ label: say(source.changed), time: changed }]),
    ],
    news: { heading: say(source.news), items: news },
    steps: { heading: say(source.steps), items: notice === undefined ? [] : notice.steps.map(say) },
    ask: say(source.ask),
  };
}

/** Those in the language asked for; where there are none, those in English; else all. */
function newsIn(timeline: readonly TimelineEntry[], wanted: string): StatusPage['news']['items'] {
  const all = timeline
    .flatMap(({ time, event }) => (event.name === 'announced' ? [{ time, ...event.body }] : []))
    .reverse();
  const inLanguage = (language: string) => all.filter((each) => each.language === language);
  return [inLanguage(wanted), inLanguage('en'), all].find(({ length }) => length > 0) ?? [];
}
