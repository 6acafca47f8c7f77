// SPDX-License-Identifier: Apache-2.0

/** A port for requests of which a drawing gives no protocol: the passage is there, its number is not known. */
export const UNNAMED_PORT = 'unnamed';
