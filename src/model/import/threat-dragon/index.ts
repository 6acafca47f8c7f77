// SPDX-License-Identifier: Apache-2.0
export { threatDragonImporter } from './threat-dragon.ts';
