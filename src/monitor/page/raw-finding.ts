// SPDX-License-Identifier: Apache-2.0
import type { PageFindingKind } from '../../model/index.ts';

/** What was found, before it is put into words. */
export interface RawFinding {
  readonly kind: PageFindingKind;
  /** The script, host, field or header that it is about; with the kind it names the finding. */
  readonly what: string;
  readonly by?: string;
  readonly how?: string;
  readonly before?: string;
  readonly now?: string;
  /** Where in the capture it stands, as a JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** Address of the script, or its name. */
  readonly script?: string;
  readonly sha256?: string;
  /** Host that data goes to. */
  readonly host?: string;
}
