// SPDX-License-Identifier: Apache-2.0
import type { Source } from '../../schema.ts';
import type { Variable } from '../container/endpoint.ts';

/** A variable and the line that sets it. */
export interface PlacedVariable extends Variable {
  readonly source: Source;
}
