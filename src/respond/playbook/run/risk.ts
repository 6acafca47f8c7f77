// SPDX-License-Identifier: Apache-2.0
// How much harm a command can do: by its type and method, and by the activity that it states. A playbook comes from anybody,
// so what it says can only raise the risk.
import { LOOKS } from '../certainty.ts';
import { type Command, contentText } from '../shape/commands.ts';
import { RISKS, type Risk } from './adapter.ts';
import { OPENC2_LOOKS, openc2Action } from './adapters/openc2-message.ts';
import type { EffectProperties } from './effect-properties.ts';

/** RFC 9110 §9.2.1, and §9.3.5 of what removes. */
const SAFE_METHOD = /^\s*(?:GET|HEAD|OPTIONS|TRACE)\b/;
const REMOVES = /^\s*DELETE\b/;
const OTHER_METHOD = /^x-(?:http-)?method(?:-override)?$/i;

/** CACAO 2.0 §3.1.2: activities that cannot be done by half. */
const DESTRUCTIVE = new Set(['disconnect-system', 'eliminate-risk', 'revert-system']);

/** OpenC2 1.0 §3.3.1.1. */
const OPENC2_DESTROYS = new Set(['delete', 'stop', 'restart', 'cancel']);

export function riskOf(command: Command, { risk = 'none' }: EffectProperties): Risk {
  const stated = DESTRUCTIVE.has(command.playbook_activity ?? '') ? 'destructive' : 'none';
  return highest([ofType(command), stated, risk]);
}

function ofType(command: Command): Risk {
  const { type } = command;
  if (LOOKS.has(type)) return 'none';
  if (type === 'http-api') {
    // Some services do what this header says, whatever the method is.
    const isHidden = Object.keys(command.headers ?? {}).some((name) => OTHER_METHOD.test(name));
    if (isHidden || REMOVES.test(command.command ?? '')) return 'destructive';
    return SAFE_METHOD.test(command.command ?? '') ? 'none' : 'change';
  }
  if (type !== 'openc2-http') return 'destructive';
  // Read as it will be sent: of two keys of one name the last one counts.
  const action = openc2Action(contentText(command));
  if (OPENC2_LOOKS.has(action)) return 'none';
  // Which action a variable will be, nobody knows yet.
  return OPENC2_DESTROYS.has(action) || action.includes(':value') ? 'destructive' : 'change';
}

function highest(risks: readonly Risk[]): Risk {
  return RISKS[Math.max(...risks.map((each) => RISKS.indexOf(each)))] as Risk;
}
