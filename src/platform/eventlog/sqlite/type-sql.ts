// SPDX-License-Identifier: Apache-2.0

/** `type` of the body as search understands it: only text is JSON. */
export const TYPE_SQL =
  "CASE WHEN typeof(body) = 'text' AND json_valid(body) AND json_type(body, '$.type') = 'text' THEN json_extract(body, '$.type') END";
