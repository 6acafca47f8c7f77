// SPDX-License-Identifier: Apache-2.0
// A playbook of CACAO 2.0 as a course of action, and what it is against.
import type { Tlp } from '../../incident/tlp.ts';
import type { Playbook } from '../../playbook/shape/playbook.ts';
import { PLAYBOOK_EXTENSION } from './extension.ts';
import { stricter, tlpOfPlaybook, whyPlaybookStays } from './leave.ts';

/** A playbook, and the bytes by which it travels: its signature and its reader see what its author wrote. */
export interface PlaybookFile {
  readonly playbook: Playbook;
  readonly bytes: Uint8Array;
}

type Thing = Readonly<Record<string, unknown>> & { readonly id: string };

export interface CourseMakers {
  readonly own: Tlp;
  readonly first: string;
  readonly last: string;
  /** What every object of the bundle has. */
  readonly common: (type: string, key: string, tlp: Tlp) => Thing;
  readonly incident: string;
  /** Indicators of the bundle, with their marking. */
  readonly indicators: readonly { readonly id: string; readonly tlp: Tlp }[];
}

export interface Courses {
  readonly objects: readonly Thing[];
  readonly levels: readonly Tlp[];
  readonly left: readonly { readonly playbook: string; readonly why: string }[];
}

/** `ceiling` and `personal` as for the incident. */
export function coursesOfAction(
  files: readonly PlaybookFile[],
  makers: CourseMakers,
  ceiling: Tlp,
  personal: boolean,
): Courses {
  const judged = files.map((file) => {
    const tlp = tlpOfPlaybook(file.playbook, makers.own);
    return { file, tlp, why: whyPlaybookStays(file.playbook, tlp, ceiling, personal) };
  });
  const leaving = judged.filter(({ why }) => why === undefined);
  return {
    objects: leaving.flatMap(({ file, tlp }) => objectsOf(file, tlp, makers)),
    levels: leaving.map(({ tlp }) => tlp),
    left: judged.flatMap(({ file, why }) => (why === undefined ? [] : [{ playbook: file.playbook.id, why }])),
  };
}

/** STIX 2.1 §4.4.1: a course of action mitigates indicators; to an incident it has only what all objects may have (§3.7). */
function objectsOf(file: PlaybookFile, tlp: Tlp, makers: CourseMakers): readonly Thing[] {
  const course = courseOf(file, tlp, makers);
  const relationship = (kind: string, target: string, of: Tlp): Thing => ({
    ...makers.common('relationship', `${kind} ${file.playbook.id} ${target}`, stricter(tlp, of)),
    relationship_type: kind,
    source_ref: course.id,
    target_ref: target,
  });
  return [
    course,
    relationship('related-to', makers.incident, makers.own),
    ...makers.indicators.map((each) => relationship('mitigates', each.id, each.tlp)),
  ];
}

function courseOf({ playbook, bytes }: PlaybookFile, tlp: Tlp, makers: CourseMakers): Thing {
  const content = Buffer.from(bytes).toString('base64');
  return {
    ...makers.common('course-of-action', playbook.id, tlp),
    name: playbook.name,
    ...(playbook.description === undefined ? {} : { description: playbook.description }),
    ...(playbook.revoked === true ? { revoked: true } : {}),
    extensions: {
      [PLAYBOOK_EXTENSION]: {
        extension_type: 'property-extension',
        // Versions before 3 ask for `type`, and know the content by the second name.
        type: 'playbook',
        ...aboutPlaybook(playbook, makers),
        playbook_bin: content,
        playbook_base64: content,
      },
    },
  };
}

/** What the extension repeats of the playbook, so that a reader need not take it apart. */
function aboutPlaybook(playbook: Playbook, { first, last }: CourseMakers): Readonly<Record<string, unknown>> {
  const all = {
    playbook_id: playbook.id,
    created: first,
    modified: last,
    playbook_creation_time: playbook.created,
    playbook_modification_time: playbook.modified,
    playbook_creator: playbook.created_by,
    revoked: playbook.revoked,
    labels: playbook.labels,
    description: playbook.description,
    playbook_valid_from: playbook.valid_from,
    playbook_valid_until: playbook.valid_until,
    playbook_impact: playbook.impact,
    playbook_severity: playbook.severity,
    playbook_priority: playbook.priority,
    playbook_type: playbook.playbook_types,
    playbook_standard: 'cacao',
    playbook_abstraction: asksForValues(playbook) ? 'template' : 'executable',
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Who runs it must give it values first. */
function asksForValues({ playbook_variables: variables = {} }: Playbook): boolean {
  return Object.values(variables).some(({ external, value }) => external === true && (value ?? '') === '');
}
