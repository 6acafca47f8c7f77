// SPDX-License-Identifier: Apache-2.0
// Agents and targets of a playbook: the roles of the pack, the asset types that a step touches, and the interface for controls.
import { uuid5 } from '../../../core/uuid5.ts';
import type { Pack, ResponderSource, Risk } from '../../../model/index.ts';
import type { Teller } from './texts.ts';

/** Namespace of all ids that are made of names of a pack. */
const NAMES = '3a1c8a5e-0f5c-5d43-8a6e-5f6b9d2c7e10';

/** A CACAO identifier (§10.10) that the same name always has. */
export function idOf(type: string, ...name: readonly string[]): string {
  return `${type}--${uuid5(NAMES, JSON.stringify(name))}`;
}

/** Variable with the host of the interface that takes controls. */
export const CONTROLS = '__controls__';

export interface Actors {
  agent(responder: string): string;
  target(assetType: string): string;
  controls(): { readonly agent: string; readonly target: string };
  approvers(risk: Risk): readonly string[];
  readonly agents: Readonly<Record<string, object>>;
  readonly targets: Readonly<Record<string, object>>;
}

/** Collects the definitions while steps ask for them, so that a playbook defines what it uses and no more. */
export function createActors(pack: Pack, tell: Teller): Actors {
  const agents: Record<string, object> = {};
  const targets: Record<string, object> = {};
  const describe = ({ name, text }: ResponderSource) => ({
    name: tell.of(name),
    ...(text === undefined ? {} : { description: tell.of(text) }),
  });
  const agent = (responder: ResponderSource) => {
    const type = responder.type === 'orchestrator' ? 'security-category' : responder.type;
    const id = idOf(type, responder.id);
    const category = type === 'security-category' ? { category: ['orchestrator'] } : {};
    agents[id] = { type, ...describe(responder), ...category };
    return id;
  };
  return {
    agents,
    targets,
    agent: (responder) => agent(pack.responders.find(({ id }) => id === responder) as ResponderSource),
    target: (assetType) => {
      const id = idOf('location', assetType);
      const name = tell.of(pack.words.asset.get(assetType)?.name ?? { en: assetType });
      targets[id] = { type: 'location', name, logical: [assetType] };
      return id;
    },
    controls: () => {
      // A pack whose playbooks set controls names both systems, or it does not load.
      const system = (kind: string) => pack.responders.find(({ type }) => type === kind) as ResponderSource;
      const at = system('http-api');
      const target = idOf('http-api', at.id);
      targets[target] = {
        type: 'http-api',
        ...describe(at),
        address: { dname: [`${CONTROLS}:value`] },
        port: '443',
      };
      return { agent: agent(system('orchestrator')), target };
    },
    approvers: (risk) =>
      pack.responders
        .filter(({ approves = [] }) => risk !== 'none' && approves.includes(risk))
        .map(({ name }) => tell.of(name)),
  };
}
