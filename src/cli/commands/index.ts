// SPDX-License-Identifier: Apache-2.0
import type { CommandSpec } from '../command.ts';
import { backup } from './backup.ts';
import { brand } from './brand.ts';
import { campaign } from './campaign.ts';
import { check } from './check.ts';
import { completion } from './completion.ts';
import { coverage } from './coverage.ts';
import { detect } from './detect.ts';
import { doctor } from './doctor.ts';
import { evidence } from './evidence.ts';
import { explain } from './explain.ts';
import { flow } from './flow.ts';
import { harden } from './harden.ts';
import { importCommand } from './import.ts';
import { incident } from './incident.ts';
import { init } from './init.ts';
import { learn } from './learn.ts';
import { lrs } from './lrs.ts';
import { obligations } from './obligations.ts';
import { play } from './play.ts';
import { recover } from './recover.ts';
import { respond } from './respond.ts';
import { restore } from './restore.ts';
import { share } from './share.ts';
import { simulate } from './simulate.ts';
import { simulateEvents } from './simulate-events.ts';
import { storefront } from './storefront.ts';
import { up } from './up.ts';
import { verdict } from './verdict.ts';
import { verify } from './verify.ts';
import { vulnerabilities } from './vulnerabilities.ts';

/** In the order of a first day. */
export const commands: readonly CommandSpec[] = [
  init,
  importCommand,
  check,
  explain,
  verify,
  coverage,
  flow,
  harden,
  detect,
  verdict,
  storefront,
  vulnerabilities,
  brand,
  simulate,
  simulateEvents,
  learn,
  incident,
  obligations,
  respond,
  recover,
  play,
  campaign,
  lrs,
  evidence,
  share,
  up,
  doctor,
  backup,
  restore,
  completion(() => commands),
];
