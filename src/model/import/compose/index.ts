// SPDX-License-Identifier: Apache-2.0
export { composeImporter } from './compose.ts';
export { isEnvFile } from './env-file.ts';
