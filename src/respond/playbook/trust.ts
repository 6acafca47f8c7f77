// SPDX-License-Identifier: Apache-2.0
// Whose playbooks may run: where the operator names keys, each playbook is signed with one of them, as it stands.
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import type { Playbook } from './shape/playbook.ts';
import { checkSignatures } from './signature.ts';

export interface Signer {
  /** As the operator calls it. */
  readonly name: string;
  /** Public key, PEM. */
  readonly pem: string;
}

/** Why they may not run, a sentence for each; none when no keys are named. */
export function signatureFaults(
  playbooks: readonly Playbook[],
  signers: readonly Signer[],
): readonly string[] {
  if (signers.length === 0) return [];
  const names = signers.map(({ name }) => name).join(', ');
  return playbooks.flatMap((playbook) => {
    const checks = signers.flatMap(({ pem }) => checkSignatures(playbook, pem));
    if (checks.some(({ isValid }) => isValid)) return [];
    if (checks.length === 0)
      return [`\`${playbook.name}\` is not signed: expected a signature with a key of ${names}`];
    const why = [...new Set(checks.map(({ signee, reason = '' }) => `that of ${signee}: ${reason}`))];
    return [`\`${playbook.name}\` was changed, or is not signed with a key of ${names} (${why.join('; ')})`];
  });
}

/** The playbook with the signatures of a signed one that is the same in all else. */
export function withSignatures(playbook: Playbook, signed: readonly Playbook[]): Playbook {
  const content = contentOf(playbook);
  return signed.find((each) => each.id === playbook.id && contentOf(each) === content) ?? playbook;
}

function contentOf({ signatures: _, ...rest }: Playbook): string {
  return canonicalJson(rest as unknown as Json);
}
