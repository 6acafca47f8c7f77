// SPDX-License-Identifier: Apache-2.0
// The commands. Each is loaded when it is named: `up` would hold all others in memory for as long as it runs.
import type { CommandSpec } from '../command.ts';
import { completion } from './completion.ts';

type Load = () => Promise<CommandSpec>;

/** In the order of a first day. */
const COMMANDS: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['init', async () => (await import('./init.ts')).init],
  ['import', async () => (await import('./import.ts')).importCommand],
  ['check', async () => (await import('./check.ts')).check],
  ['explain', async () => (await import('./explain.ts')).explain],
  ['verify', async () => (await import('./verify.ts')).verify],
  ['coverage', async () => (await import('./coverage.ts')).coverage],
  ['flow', async () => (await import('./flow.ts')).flow],
  ['harden', async () => (await import('./harden.ts')).harden],
  ['detect', async () => (await import('./detect.ts')).detect],
  ['verdict', async () => (await import('./verdict.ts')).verdict],
  ['storefront', async () => (await import('./storefront.ts')).storefront],
  ['vulnerabilities', async () => (await import('./vulnerabilities.ts')).vulnerabilities],
  ['brand', async () => (await import('./brand.ts')).brand],
  ['simulate', async () => (await import('./simulate.ts')).simulate],
  ['simulate-events', async () => (await import('./simulate-events.ts')).simulateEvents],
  ['learn', async () => (await import('./learn.ts')).learn],
  ['incident', async () => (await import('./incident.ts')).incident],
  ['obligations', async () => (await import('./obligations.ts')).obligations],
  ['respond', async () => (await import('./respond.ts')).respond],
  ['recover', async () => (await import('./recover.ts')).recover],
  ['play', async () => (await import('./play.ts')).play],
  ['campaign', async () => (await import('./campaign.ts')).campaign],
  ['lrs', async () => (await import('./lrs.ts')).lrs],
  ['evidence', async () => (await import('./evidence.ts')).evidence],
  ['share', async () => (await import('./share.ts')).share],
  ['up', async () => (await import('./up.ts')).up],
  ['doctor', async () => (await import('./doctor.ts')).doctor],
  ['backup', async () => (await import('./backup.ts')).backup],
  ['restore', async () => (await import('./restore.ts')).restore],
  ['completion', async () => completion(allCommands)],
]);

export function allCommands(): Promise<readonly CommandSpec[]> {
  return Promise.all([...COMMANDS.values()].map((load) => load()));
}

/**
 * The one that the arguments begin with; all of them when they begin otherwise, for help and for a name that is none; none when
 * the version is all that is asked.
 */
export async function commandsFor([name = '']: readonly string[]): Promise<readonly CommandSpec[]> {
  if (name === '--version' || name === '-V') return [];
  const load = COMMANDS.get(name);
  return load === undefined ? allCommands() : [await load()];
}
