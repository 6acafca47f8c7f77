// SPDX-License-Identifier: Apache-2.0
// TLP 2.0 in STIX 2.1: marking definitions whose ids OASIS fixed in the extension "TLP 2.0" (2022-10-01).
import type { Tlp } from '../incident/tlp.ts';

const EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const IDS: Readonly<Record<Tlp, string>> = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** TLP 1.0 in STIX 2.1 §7.2.1.4, as others still mark; WHITE became CLEAR. */
const OLD: Readonly<Record<string, Tlp>> = {
  '613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  '34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  '5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
};

/** The marking that an id stands for. */
export const TLP_OF_MARKING: ReadonlyMap<string, Tlp> = new Map([
  ...Object.entries(OLD).map(([id, tlp]) => [`marking-definition--${id}`, tlp] as const),
  ...(Object.entries(IDS) as [Tlp, string][]).map(([tlp, id]) => [`marking-definition--${id}`, tlp] as const),
]);

export function markingId(tlp: Tlp): string {
  return `marking-definition--${IDS[tlp]}`;
}

export function markingOf(tlp: Tlp): Readonly<Record<string, unknown>> {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: markingId(tlp),
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${tlp.toUpperCase()}`,
    extensions: { [EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp } },
  };
}
