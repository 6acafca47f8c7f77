// SPDX-License-Identifier: Apache-2.0

/** A campaign to begin from: of today (UTC), with two made-up people. Its title is quoted, whatever is in it. */
export function exampleOf(now: Date, title: string): string {
  const day = now.toISOString().slice(0, 10);
  return `campaign: 1
id: tests-${day.slice(0, 7)}
title: ${JSON.stringify(title)}
starts: ${day}
people:
  - { name: Ada Lovelace, email: ada@shop.example, group: Warehouse }
  - { name: Jan Novak, language: de }
`;
}
