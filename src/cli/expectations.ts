// SPDX-License-Identifier: Apache-2.0
// `check --expectations`: what SECURE verdicts lean on, and the routes whose coming would turn one.
import { expectationsOf, MAX_ROUTES, newRoutes, type Report } from '../analyse/index.ts';
import type { Call } from './command.ts';
import type { Subject } from './input.ts';
import { forJson } from './render/escape.ts';
import { selectionOf } from './selection.ts';

/** The file as text. */
export function expectationsText(call: Call, subject: Subject, report: Report): string {
  const file = expectationsOf(report, subject.loaded.model, subject.pack);
  call.progress.step('Trying each route that the model has not');
  const routes = newRoutes(selectionOf(call, subject, call.options.list('attack')));
  call.progress.end();
  if (!routes.tried)
    call.say(
      `New routes are not watched: ${routes.candidates} are possible between the zones, and ${MAX_ROUTES} is the most that are tried`,
    );
  return forJson({ ...file, expectations: [...routes.expectations, ...file.expectations] });
}
