// SPDX-License-Identifier: Apache-2.0
// From a command of a step to the work that goes to an adapter, with every value in it.
import { type Command, commandText } from '../shape/commands.ts';
import type { Playbook } from '../shape/playbook.ts';
import type { ActionStep } from '../shape/steps.ts';
import type { Adapter, Party, Work } from './adapter.ts';
import { effectOf } from './effect-properties.ts';
import { resolveCommand } from './resolve.ts';
import { riskOf } from './risk.ts';
import { fill, type Values } from './values.ts';
import { type Frame, outArgsOf } from './variables.ts';

/** One command, on one target where the adapter takes one at a time. */
export interface Draft {
  /** Added to the path of the step. */
  readonly suffix: string;
  readonly command: Command;
  readonly targets: readonly string[];
}

/** What can be reached. */
const CALLED = ['url', 'dname', 'ipv4', 'ipv6'];

/** Commands that go to one target at a time. */
const ONE_BY_ONE = new Set(['http-api', 'openc2-http', 'elastic', 'ssh']);

/**
 * The commands of a step one after the other. What is sent goes to each target that has an address, one after the other; the
 * targets without one are what it is about. All other commands are given once, with all targets.
 */
export function draftsOf({ commands, targets = [] }: ActionStep, playbook: Playbook): readonly Draft[] {
  const called = targets.filter((id) => CALLED.some((kind) => addressOf(playbook, id)[kind] !== undefined));
  const others = targets.filter((id) => !called.includes(id));
  return commands.flatMap((command, at): readonly Draft[] => {
    const isSent = ONE_BY_ONE.has(command.type);
    return isSent && called.length > 1
      ? called.map((id, place) => ({ suffix: `/c${at}@${place}`, command, targets: [id, ...others] }))
      : [{ suffix: `/c${at}`, command, targets: isSent ? [...called, ...others] : targets }];
  });
}

function addressOf({ target_definitions: targets, agent_definitions: agents }: Playbook, id: string) {
  return (targets?.[id] ?? agents?.[id])?.address ?? {};
}

/** A step that is carried out, and its path in the run. */
export interface At {
  readonly frame: Frame;
  readonly id: string;
  readonly step: ActionStep;
  readonly path: string;
}

/** @throws Unresolved for a variable without a value. */
export function workOf({ frame, id, step, path }: At, { command, targets }: Draft, values: Values): Work {
  const { playbook } = frame;
  const effect = effectOf(step);
  return {
    step: id,
    name: step.name ?? id,
    command: resolveCommand(command, values),
    agent: partyOf(playbook, step.agent, values),
    targets: targets.map((target) => partyOf(playbook, target, values)),
    outArgs: outArgsOf(frame, step, path),
    risk: riskOf(command, effect),
    ...(effect.undo === undefined ? {} : { undo: resolveCommand(effect.undo, values) }),
    ...(effect.probe === undefined ? {} : { probe: resolveCommand(effect.probe, values) }),
    ...(effect.idempotent === undefined ? {} : { idempotent: effect.idempotent }),
    ...(effect.ttl_ms === undefined ? {} : { ttlMs: effect.ttl_ms }),
  };
}

/** The work as far as it can be told without values, for the log of a command that could not begin. */
export function bareWork({ frame: { playbook }, id, step }: At, { command, targets }: Draft): Work {
  const name: Values = { value: () => '', isSecret: () => true };
  return {
    step: id,
    name: step.name ?? id,
    command: { type: command.type, text: commandText(command) },
    agent: partyOf(playbook, step.agent, name),
    targets: targets.map((target) => partyOf(playbook, target, name)),
    outArgs: {},
    risk: riskOf(command, effectOf(step)),
  };
}

function partyOf(playbook: Playbook, id: string, values: Values): Party {
  const found = playbook.target_definitions?.[id] ?? playbook.agent_definitions?.[id];
  const { type = 'unknown', name = id, address = {}, port, authentication_info: info } = found ?? {};
  const authentication = info === undefined ? undefined : playbook.authentication_info_definitions?.[info];
  return {
    id,
    type,
    name,
    address: Object.fromEntries(
      Object.entries(address).map(([kind, all]) => [kind, all.map((each) => fill(String(each), values))]),
    ),
    ...(port === undefined ? {} : { port: fill(port, values) }),
    ...(authentication === undefined ? {} : { authentication: loginOf(authentication) }),
  };
}

type Info = NonNullable<Playbook['authentication_info_definitions']>[string];

/** The secret by its name: the identifier in the key store, or the variable that stands for it. */
function loginOf({ type, password, token, kms_key_identifier: kms, ...rest }: Info): Party['authentication'] {
  const variable = /^\$*(__.+__):value$/.exec(password ?? token ?? '')?.[1];
  const secret = kms ?? variable;
  const username = rest['username'] ?? rest['user_id'];
  return {
    type,
    ...(typeof username === 'string' ? { username } : {}),
    ...(secret === undefined ? {} : { secret }),
  };
}

export function adapterFor(adapters: readonly Adapter[], type: string): Adapter {
  const found = adapters.find((adapter) => adapter.takes(type));
  if (found === undefined)
    throw new RangeError(`No adapter takes the type ${type}: the last one has to take all`);
  return found;
}
