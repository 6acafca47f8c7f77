// SPDX-License-Identifier: Apache-2.0
// Signed statements (xAPI 1.0.3 Data 2.6; IEEE 9274.1.1 §4.2.6): a JWS in an attachment that says the same as the
// statement.
import { type LrsParts, LrsRefusal, type SignedText } from './exchange.ts';
import { isParts, type Parts } from './identity.ts';
import { saysTheSame } from './same.ts';

export const SIGNATURE_USAGE = 'http://adlnet.gov/expapi/attachments/signature';

const ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;

/**
 * @param data The attachment; undefined when it was not sent.
 * @throws LrsRefusal 400 with what is wrong.
 */
export function checkSignature(
  statement: Parts,
  attachment: Parts,
  data: Uint8Array | undefined,
  { isSigned }: Pick<LrsParts, 'isSigned'>,
): void {
  const refuse = (why: string): never => {
    throw new LrsRefusal(400, `The signature of a statement ${why}`);
  };
  if (attachment['contentType'] !== 'application/octet-stream')
    refuse('is not of the content type application/octet-stream');
  if (data === undefined) throw new LrsRefusal(400, 'A signature is not among the parts of the request');
  const [head = '', payload = '', signature, ...rest] = new TextDecoder().decode(data).trim().split('.');
  if (signature === undefined || rest.length > 0)
    throw new LrsRefusal(400, 'A signature is no JWS in its compact form');
  const header = objectIn(head) ?? refuse('has a header that is not JSON');
  const algorithm = ALGORITHMS.find((each) => each === header['alg']);
  if (algorithm === undefined)
    throw new LrsRefusal(400, `A signature is made with another algorithm than ${ALGORITHMS.join(', ')}`);
  const signed = objectIn(payload) ?? refuse('has a payload that is not JSON');
  if (!isOf(signed, statement)) refuse('is of another statement');
  const certificate = firstOf(header['x5c']);
  if (certificate === undefined) return;
  const text: SignedText = {
    algorithm,
    text: `${head}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
    certificate: Buffer.from(certificate, 'base64'),
  };
  if (!isSigned(text)) refuse('was not made with the key of its certificate');
}

function objectIn(encoded: string): Parts | undefined {
  try {
    const value = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as unknown;
    return isParts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function firstOf(list: unknown): string | undefined {
  const first = Array.isArray(list) ? (list[0] as unknown) : undefined;
  return typeof first === 'string' ? first : undefined;
}

/** What others than the signer may set is left out, and so is the signature itself. */
function isOf(signed: Parts, statement: Parts): boolean {
  const own = (each: Parts): Parts => {
    const { stored, authority, version, timestamp, attachments, ...rest } = each;
    const others = (Array.isArray(attachments) ? attachments : []).filter(
      (attached) => !isParts(attached) || attached['usageType'] !== SIGNATURE_USAGE,
    );
    return { ...rest, attachments: others };
  };
  const [left, right] = [own(signed), own(statement)];
  // A statement may be signed before it has an id.
  return saysTheSame({ ...left, id: right['id'] }, right) && [undefined, right['id']].includes(left['id']);
}
