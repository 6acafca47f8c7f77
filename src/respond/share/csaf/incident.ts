// SPDX-License-Identifier: Apache-2.0
// An incident as CSAF 2.0, profile "Security incident response" (§4.2): where it stands, and what was announced of it.
// Observables stay out: CSAF has no form for them, and a bundle of STIX has them.
import type { Incident } from '../../incident/incident.ts';
import type { Phase } from '../../incident/table.ts';
import { type CsafFrame, type CsafNote, csafDocument, type Json } from './document.ts';

const STANDS: Readonly<Record<Phase, string>> = {
  reported: 'it is reported and not examined yet',
  triaged: 'it is being examined',
  declared: 'it is confirmed',
  contained: 'it is contained',
  eradicated: 'it is contained and its cause is removed',
  recovering: 'services are being restored',
  monitored: 'services are restored and watched',
  closed: 'it is over',
  'false-positive': 'it was a false alarm',
  reopened: 'it is open again',
  merged: 'it is part of another incident',
};

/** @param url where more about it is told: the profile asks for a reference outside of the document. */
export function csafIncident(incident: Incident, frame: CsafFrame, url: string): Json {
  const { machine, detected, occurred } = incident;
  const facts = [
    `Incident ${incident.id}: ${STANDS[machine.phase]}.`,
    ...(occurred === undefined ? [] : [`It began at ${occurred}.`]),
    ...(detected === undefined ? [] : [`It was detected at ${detected}.`]),
  ];
  const news = incident.timeline.flatMap(({ time, event }): readonly CsafNote[] =>
    event.name === 'announced' && event.body.language === 'en'
      ? [{ category: 'general', text: `${time}: ${event.body.text}` }]
      : [],
  );
  const notes: readonly CsafNote[] = [{ category: 'summary', text: facts.join(' ') }, ...news];
  const document = csafDocument('csaf_security_incident_response', frame, notes);
  return {
    document: {
      ...document,
      references: [{ category: 'external', summary: 'More about the incident', url }],
    },
  };
}
