// SPDX-License-Identifier: Apache-2.0
import type { CommandSpec } from '../command.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { coverage } from './coverage.ts';
import { explain } from './explain.ts';

/** In the order of a first day. */
export const commands: readonly CommandSpec[] = [check, explain, coverage, completion(() => commands)];
