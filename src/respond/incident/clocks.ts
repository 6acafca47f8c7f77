// SPDX-License-Identifier: Apache-2.0
// The notification region of an incident: it is what the duties say, so it cannot be set, only judged.
import type { ObligationsReport } from '../obligations/obligations.ts';

export type Notification = 'none' | 'running' | 'met';

/** Reports of duties that apply, or may apply, and are not sent: `obligation/step`. */
export function openClocks({ obligations }: ObligationsReport): readonly string[] {
  return obligations
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .flatMap(({ id, steps }) =>
      steps
        .filter(({ state }) => state !== 'sent' && state !== 'sent-late' && state !== 'not-needed')
        .map((step) => `${id}/${step.id}`),
    );
}

export function notificationOf(report: ObligationsReport): Notification {
  if (openClocks(report).length > 0) return 'running';
  return report.obligations.some(({ outcome }) => outcome === 'applies') ? 'met' : 'none';
}
