// SPDX-License-Identifier: Apache-2.0

/** Namespace (RFC 9562 §5.5) of the ids that are made here for what is shared. Changing it makes all of it new to others. */
export const SHARE_NAMESPACE = '6f9f2d54-7c0b-5b7e-9a55-3c6f3c1f7a10';
