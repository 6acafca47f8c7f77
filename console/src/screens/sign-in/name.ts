// SPDX-License-Identifier: Apache-2.0

/** What the server takes as the name of an account, for fields of forms; spaces around it are taken off before it is sent. */
export const NAME = ' *[\\p{L}\\p{N}][\\p{L}\\p{N}._@+\\-]{0,63} *';
