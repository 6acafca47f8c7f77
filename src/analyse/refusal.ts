// SPDX-License-Identifier: Apache-2.0
/** Why a certificate is not believed. Thrown by its reader and its checks; `checkCertificate` gives it back as a value. */
export class Refusal extends Error {
  readonly problem: { readonly code: string; readonly pointer: string; readonly message: string };

  constructor(code: string, pointer: string, message: string) {
    super(message);
    this.problem = {
      code: `CERTIFICATE_${code}`,
      pointer,
      message: message.slice(0, MAX_MESSAGE_CHARACTERS),
    };
  }
}

const MAX_MESSAGE_CHARACTERS = 500;

/** @throws Refusal always. `pointer` is a JSON pointer (RFC 6901) into the certificate. */
export function refuse(code: string, pointer: string, message: string): never {
  throw new Refusal(code, pointer, message);
}
