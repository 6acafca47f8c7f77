// SPDX-License-Identifier: Apache-2.0
// What a line of syslog says before its message.
import type { EventRecord } from '../../sigma/match/record.ts';

export interface Header {
  readonly time?: number | undefined;
  readonly host?: string | undefined;
  readonly app?: string | undefined;
  readonly pid?: string | undefined;
  readonly msgid?: string | undefined;
  readonly structured?: EventRecord | undefined;
  readonly message: string;
}
