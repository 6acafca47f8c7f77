// SPDX-License-Identifier: Apache-2.0
import { HttpRefusal } from '../../../platform/index.ts';
import type { Demo } from '../../demo/demo.ts';
import type { Handlers } from '../bind.ts';
import type { Answer } from '../contract/index.ts';

export function demoHandlers(demo: Demo | undefined): Pick<Handlers, 'demo' | 'setDemo'> {
  const given = (): Demo => {
    if (demo === undefined) throw new HttpRefusal(404, 'This server shows no demo: ensuresec up --demo does');
    return demo;
  };
  const answer = (): Answer<'demo'> => {
    const { clock, sent } = given();
    return { at: new Date(clock.time()).toISOString(), ...clock.state(), sent: sent() };
  };
  return {
    demo: async () => answer(),
    setDemo: async ({ body }) => {
      given().clock.set(body);
      return answer();
    },
  };
}
