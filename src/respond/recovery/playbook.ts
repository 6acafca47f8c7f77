// SPDX-License-Identifier: Apache-2.0
// The plan as a CACAO 2.0 playbook: one branch a crew, and for each asset backup, repair and probe in one step.
import { digestJson } from '../../core/digest.ts';
import type { PlannedRepair, RecoveryPlan } from './plan.ts';
import type { Restart } from './read.ts';

/**
 * Ids are made of the content (in the layout of UUID version 5, which the official schema asks for), so the same plan is the same playbook.
 *
 * @param now ISO 8601 in UTC with milliseconds.
 */
export function recoveryPlaybook(
  plan: RecoveryPlan,
  restarts: readonly Restart[],
  name: string,
  now: string,
): object {
  const seed = digestJson({
    name,
    repairs: plan.repairs.map(({ asset, crew, start }) => [asset, crew, start]),
  });
  const id = (kind: string, key: string) => `${kind}--${uuid(digestJson([seed, kind, key]))}`;
  const step = ({ asset }: PlannedRepair) => id('action', asset);
  const [start, end, parallel] = [id('start', ''), id('end', ''), id('parallel', '')];
  const byCrew = Array.from({ length: plan.crews }, (_, at) =>
    plan.repairs.filter(({ crew }) => crew === at + 1),
  );
  const branches = byCrew.filter((repairs) => repairs.length > 0);
  const isParallel = branches.length > 1;
  const operator = id('individual', 'operator');
  const actions = branches.flatMap((repairs, branch) =>
    repairs.map((repair, at) => {
      const next = repairs[at + 1];
      const last = isParallel ? id('end', String(branch)) : end;
      return [
        step(repair),
        {
          ...actionOf(
            repair,
            restarts.find(({ asset }) => asset === repair.asset),
            operator,
          ),
          on_completion: next === undefined ? last : step(next),
        },
      ];
    }),
  );
  const firsts = branches.map(([first]) => step(first as PlannedRepair));
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: id('playbook', ''),
    name,
    description: `Bring back ${plan.repairs.length} assets with ${plan.crews} crews`,
    playbook_types: ['remediation'],
    playbook_activities: ['restore-resource'],
    created_by: id('identity', 'planner'),
    created: now,
    modified: now,
    workflow_start: start,
    workflow: {
      [start]: { type: 'start', on_completion: isParallel ? parallel : (firsts[0] ?? end) },
      ...(isParallel ? { [parallel]: { type: 'parallel', next_steps: firsts, on_completion: end } } : {}),
      ...Object.fromEntries(actions),
      ...Object.fromEntries(
        isParallel ? branches.map((_, branch) => [id('end', String(branch)), { type: 'end' }]) : [],
      ),
      [end]: { type: 'end' },
    },
    agent_definitions: { [operator]: { type: 'individual', name: 'Recovery crew' } },
  };
}

/** RC.RP-03 (backup checked before use), the repair, RC.RP-05 (restored asset verified) of NIST CSF 2.0. */
function actionOf(
  { asset, needs, crew }: PlannedRepair,
  restart: Restart | undefined,
  agent: string,
): object {
  const manual = (command: string) => ({ type: 'manual', command });
  const waits = needs.length === 0 ? '' : `, once ${needs.join(', ')} work`;
  return {
    type: 'action',
    name: `Crew ${crew}: bring back ${asset}`,
    commands: [
      manual(
        restart?.backup === undefined
          ? `Verify the backup of ${asset} before it is used`
          : `Check that the backup of ${asset} is the one verified in ${restart.backup}`,
      ),
      manual(`Repair and restart ${asset}`),
      manual(`See that ${asset} works${waits}: ${restart?.probe ?? 'no probe is stated, test it by hand'}`),
    ],
    agent,
  };
}

function uuid(hex: string): string {
  const digits = hex.replace(/^sha256:/, '');
  const variant = ((Number.parseInt(digits[16] as string, 16) & 3) | 8).toString(16);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
