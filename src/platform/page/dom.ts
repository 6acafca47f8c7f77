// SPDX-License-Identifier: Apache-2.0
// What stands in the page and in the frames that belong to it: fields with who listens to them, forms, frames, policies.
import type { CDPSession } from 'playwright-core';
import type { SeenField, SeenFrame, SeenListener } from '../../core/ports/index.ts';
import { controlsExpression, type DomAnswer, lookExpression } from './dom-script.ts';
import { type Limits, MAX_FIELDS, MAX_FRAMES } from './limits.ts';
import { pathFunction, type ScriptRecorder } from './script-recorder.ts';

/** One control, and how to reach it. */
export interface FoundControl {
  readonly field: Omit<SeenField, 'listeners'>;
  readonly backendNodeId: number;
}

export interface DomLook {
  readonly controls: readonly FoundControl[];
  readonly targets: readonly string[];
  readonly frames: readonly SeenFrame[];
  readonly metaPolicies: readonly string[];
  /** Programs in attributes. */
  readonly handlers: readonly string[];
  /** Address of a script → its attribute `integrity`. */
  readonly pinned: ReadonlyMap<string, string>;
}

const WORLD = 'page-check';
const EVALUATION_MS = 5_000;

/** @param frames Ids of the frames that belong to the page, its own first. */
export async function lookAtDom(
  session: CDPSession,
  frames: readonly string[],
  limits: Limits,
): Promise<DomLook> {
  const answers: DomAnswer[] = [];
  const controls: FoundControl[] = [];
  for (const frameId of frames.slice(0, MAX_FRAMES)) {
    try {
      const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
        frameId,
        worldName: WORLD,
      });
      const { result } = await session.send('Runtime.evaluate', {
        expression: lookExpression(MAX_FIELDS, MAX_FRAMES),
        contextId,
        returnByValue: true,
        timeout: EVALUATION_MS,
      });
      const answer = JSON.parse(String(result.value)) as DomAnswer;
      const nodes = await controlNodes(session, contextId);
      answers.push(answer);
      answer.fields.forEach((field, at) => {
        const backendNodeId = nodes[at];
        if (backendNodeId !== undefined) controls.push({ field, backendNodeId });
      });
    } catch {
      limits.meet('A frame of the page could not be looked at');
    }
  }
  return {
    controls,
    targets: [...new Set(answers.flatMap(({ targets }) => targets))],
    frames: answers.flatMap((answer) => answer.frames),
    metaPolicies: answers[0]?.metaPolicies ?? [],
    handlers: answers.flatMap(({ handlers }) => handlers),
    pinned: new Map(answers.flatMap(({ pinned }) => pinned)),
  };
}

async function controlNodes(session: CDPSession, contextId: number): Promise<readonly number[]> {
  const { result } = await session.send('Runtime.evaluate', {
    expression: controlsExpression(MAX_FIELDS),
    contextId,
    timeout: EVALUATION_MS,
  });
  if (result.objectId === undefined) return [];
  const { result: properties } = await session.send('Runtime.getProperties', {
    objectId: result.objectId,
    ownProperties: true,
  });
  const nodes: number[] = [];
  for (const { name, value } of properties) {
    if (!/^\d+$/.test(name) || value?.objectId === undefined) continue;
    const { node } = await session.send('DOM.describeNode', { objectId: value.objectId });
    nodes[Number(name)] = node.backendNodeId;
  }
  return nodes;
}

/** What is listened to of a control: by itself, its form, the document and the window. */
export async function listenersOf(
  session: CDPSession,
  { backendNodeId }: FoundControl,
  scripts: ScriptRecorder,
): Promise<readonly SeenListener[]> {
  try {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId });
    if (object.objectId === undefined) return [];
    const found: SeenListener[] = [];
    for (const [on, path] of PLACES) {
      const { result } = await session.send('Runtime.callFunctionOn', {
        objectId: object.objectId,
        functionDeclaration: pathFunction(path).slice(1, -1),
      });
      if (result.objectId === undefined) continue;
      const { listeners } = await session.send('DOMDebugger.getEventListeners', {
        objectId: result.objectId,
      });
      for (const { type, scriptId } of listeners) found.push({ type, on, script: scripts.nameOf(scriptId) });
    }
    return found;
  } catch {
    return [];
  }
}

const PLACES = [
  ['field', 'this'],
  ['form', 'this.form'],
  ['document', 'this.ownerDocument'],
  ['window', 'this.ownerDocument.defaultView'],
] as const;
