// SPDX-License-Identifier: Apache-2.0
export { otmImporter } from './otm.ts';
