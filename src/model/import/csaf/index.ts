// SPDX-License-Identifier: Apache-2.0
export { csafImporter } from './csaf.ts';
