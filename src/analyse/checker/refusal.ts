// SPDX-License-Identifier: Apache-2.0
/** Why something is not believed. Thrown inside the checker only; `checkCertificate` gives `problem` back as a value. */
export class Refusal extends Error {
  readonly problem: { readonly code: string; readonly pointer: string; readonly message: string };
  constructor(code: string, pointer: string, message: string) {
    super(message);
    this.problem = { code: `CERTIFICATE_${code}`, pointer, message: message.slice(0, 500) };
  }
}

export function refuse(code: string, pointer: string, message: string): never {
  throw new Refusal(code, pointer, message);
}
