// SPDX-License-Identifier: Apache-2.0
import { VERSION } from '../../src/cli/version.ts';
import { openApi } from '../../src/server/index.ts';
import type { Generated } from './json-schemas.ts';

/** The HTTP API, as the server answers it at /openapi.json. */
export function openApiDocument(): Generated {
  return { path: 'schema/openapi.json', text: `${JSON.stringify(openApi(VERSION), null, 2)}\n` };
}
