// SPDX-License-Identifier: Apache-2.0
export { cyclonedxImporter } from './cyclonedx.ts';
