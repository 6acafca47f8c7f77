// SPDX-License-Identifier: Apache-2.0
export { type LabelledPart, mergeParts } from './merge.ts';
