// SPDX-License-Identifier: Apache-2.0
export { nmapImporter } from './nmap.ts';
