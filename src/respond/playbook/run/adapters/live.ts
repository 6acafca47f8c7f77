// SPDX-License-Identifier: Apache-2.0
// Everything that carries out commands in earnest, as the operator allows it. Whatever is left goes to a person.
import type { Adapter } from '../adapter.ts';
import type { Operator } from '../operator.ts';
import type { Secrets } from '../ports.ts';
import { bashAdapter } from './bash.ts';
import { calderaAdapter, type Pause } from './caldera.ts';
import { elasticAdapter } from './elastic.ts';
import { httpAdapter } from './http-api.ts';
import type { HttpCall } from './http-call.ts';
import { jupyterAdapter } from './jupyter.ts';
import { kestrelAdapter } from './kestrel.ts';
import { openc2Adapter } from './openc2-http.ts';
import { personAdapter } from './person.ts';
import { powershellAdapter } from './powershell.ts';
import type { RunProgram } from './program.ts';
import { type SigmaSearch, sigmaAdapter } from './sigma.ts';
import { sshAdapter } from './ssh.ts';
import { yaraAdapter } from './yara.ts';

/** The machine, as adapters see it. */
export interface LivePorts {
  readonly secrets: Secrets;
  readonly send: HttpCall;
  readonly run: RunProgram;
  readonly pause: Pause;
  readonly sigma: SigmaSearch;
}

export function liveAdapters(
  operator: Operator,
  { secrets, send, run, pause, sigma }: LivePorts,
): readonly Adapter[] {
  const means = { hosts: operator.http, secrets, send };
  return [
    bashAdapter(operator.programs, run),
    calderaAdapter(means, pause),
    elasticAdapter(means),
    httpAdapter(means),
    jupyterAdapter(operator.jupyter, run),
    kestrelAdapter(operator.kestrel, run),
    openc2Adapter(means),
    powershellAdapter(operator.powershell?.program, run),
    sigmaAdapter(sigma),
    sshAdapter(operator.ssh, run),
    yaraAdapter(operator.yara, run),
    personAdapter,
  ];
}
