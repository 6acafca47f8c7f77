// SPDX-License-Identifier: Apache-2.0
// What a playbook names is defined in it, commands have what their type needs, and no secret stands in it as text.
import { COMMAND_TYPES, missingOfCommand } from '../shape/commands.ts';
import type { Playbook } from '../shape/playbook.ts';
import type { ActionStep } from '../shape/steps.ts';
import { type Finding, found, type Lint } from './finding.ts';

export const lintDefinitions: Lint = (playbook) => [
  ...Object.entries(playbook.workflow).flatMap(([id, step]) =>
    step.type === 'action' ? ofAction(playbook, ['workflow', id], step) : [],
  ),
  ...extensions(playbook),
  ...authentication(playbook),
  ...contacts(playbook),
  ...markings(playbook),
  ...times(playbook),
];

function ofAction(playbook: Playbook, at: Finding['path'], step: ActionStep): Finding[] {
  const { agent_definitions: agents = {}, target_definitions: targets = {} } = playbook;
  const findings: Finding[] = [];
  if (!Object.hasOwn(agents, step.agent))
    findings.push(found('REFERENCE', [...at, 'agent'], `Cannot find the agent \`${step.agent}\``));
  for (const [place, target] of (step.targets ?? []).entries())
    if (!Object.hasOwn(targets, target) && !Object.hasOwn(agents, target))
      findings.push(found('REFERENCE', [...at, 'targets', place], `Cannot find the target \`${target}\``));
  for (const [place, command] of step.commands.entries()) {
    const path = [...at, 'commands', place];
    for (const missing of missingOfCommand(command))
      findings.push(found('COMMAND', path, `A command of the type \`${command.type}\` needs ${missing}`));
    if (!(COMMAND_TYPES as readonly string[]).includes(command.type))
      findings.push(
        found(
          'VOCABULARY',
          [...path, 'type'],
          `\`${command.type}\` is no command type of CACAO 2.0`,
          'warning',
        ),
      );
  }
  return findings;
}

function extensions(playbook: Playbook): Finding[] {
  const places: [Finding['path'], object | undefined][] = [
    [['playbook_extensions'], playbook.playbook_extensions],
    ...Object.entries(playbook.workflow).map(([id, step]): [Finding['path'], object | undefined] => [
      ['workflow', id, 'step_extensions'],
      step.step_extensions,
    ]),
  ];
  return places.flatMap(([path, used]) =>
    Object.keys(used ?? {})
      .filter((id) => !Object.hasOwn(playbook.extension_definitions ?? {}, id))
      .map((id) => found('REFERENCE', [...path, id], `Cannot find the extension \`${id}\``)),
  );
}

function authentication(playbook: Playbook): Finding[] {
  const known = playbook.authentication_info_definitions ?? {};
  const plain = Object.entries(known).flatMap(([id, info]) =>
    (['password', 'token'] as const)
      .filter((key) => info.kms !== true && info[key] !== undefined && !/^\$*__.+__:value$/.test(info[key]))
      .map((key) =>
        found(
          'SECRET',
          ['authentication_info_definitions', id, key],
          `A ${key} as plain text: expected a variable or a key store (kms)`,
          'warning',
        ),
      ),
  );
  const dangling = (['agent_definitions', 'target_definitions'] as const).flatMap((group) =>
    Object.entries(playbook[group] ?? {}).flatMap(([id, { authentication_info: info }]) =>
      info === undefined || Object.hasOwn(known, info)
        ? []
        : [
            found(
              'REFERENCE',
              [group, id, 'authentication_info'],
              `Cannot find the authentication \`${info}\``,
            ),
          ],
    ),
  );
  return [...plain, ...dangling];
}

/** RFC 5321 §4.5.3.1 for the lengths; who wants to know more sends a mail. */
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$|^\$*__.+__:value$/;

/** §10.5: a step for somebody who cannot be reached is not done. The official schema takes any text. */
function contacts(playbook: Playbook): Finding[] {
  return (['agent_definitions', 'target_definitions'] as const).flatMap((group) =>
    Object.entries(playbook[group] ?? {}).flatMap(([id, party]) => {
      const { email } = (party['contact'] ?? {}) as { readonly email?: unknown };
      if (typeof email !== 'object' || email === null) return [];
      return Object.entries(email)
        .filter(([, address]) => typeof address !== 'string' || !ADDRESS.test(address))
        .map(([name]) =>
          found('CONTACT', [group, id, 'contact', 'email', name], 'No e-mail address: expected name@domain'),
        );
    }),
  );
}

function markings({ markings: used = [], data_marking_definitions: known = {} }: Playbook): Finding[] {
  const missing = used.flatMap((id, at) =>
    Object.hasOwn(known, id) ? [] : [found('MARKING', ['markings', at], `Cannot find the marking \`${id}\``)],
  );
  const empty = Object.entries(known).flatMap(([id, marking]) => {
    const key = { 'marking-tlp': 'tlpv2_level', 'marking-statement': 'statement', 'marking-iep': 'name' }[
      marking.type
    ];
    return marking[key] === undefined
      ? [found('MARKING', ['data_marking_definitions', id], `A ${marking.type} needs ${key}`)]
      : [];
  });
  return [...missing, ...empty];
}

function times({ created, modified, valid_from: from, valid_until: until, revoked }: Playbook): Finding[] {
  const findings: Finding[] = [];
  if (Date.parse(modified) < Date.parse(created))
    findings.push(found('TIMES', ['modified'], 'Modified before it was created', 'warning'));
  if (from !== undefined && until !== undefined && Date.parse(until) <= Date.parse(from))
    findings.push(found('TIMES', ['valid_until'], 'valid_until is not after valid_from', 'warning'));
  if (revoked === true) findings.push(found('TIMES', ['revoked'], 'The playbook is revoked', 'warning'));
  return findings;
}
