// SPDX-License-Identifier: Apache-2.0
import type { PageCapture } from '../../core/ports/index.ts';
import type { PageKnowledge } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { staticLook } from './static-look.ts';
import type { Subject } from './subject.ts';

/** The page as a browser received it; with --static, as its HTML says. @throws Failure 6 when it cannot be seen. */
export function look(_call: Call, _knowledge: PageKnowledge, { url }: Subject): Promise<PageCapture> {
  return staticLook(url);
}
