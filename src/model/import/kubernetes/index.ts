// SPDX-License-Identifier: Apache-2.0
export { kubernetesImporter } from './kubernetes.ts';
