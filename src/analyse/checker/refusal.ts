// SPDX-License-Identifier: Apache-2.0
/** Why something is not believed. It never leaves the checker: `checkCertificate` gives `problem` back as a value. */
export class Refusal extends Error {
  problem = { code: '', pointer: '', message: '' };
}

export function refuse(code: string, pointer: string, message: string): never {
  const problem = { code: `CERTIFICATE_${code}`, pointer, message: message.slice(0, 500) };
  throw Object.assign(new Refusal(message), { problem });
}
