// SPDX-License-Identifier: Apache-2.0
// STIX 2.1 §4.4 leaves it to an extension how a course of action carries a playbook; the one that exists is "Course of Action
// extension for Security Playbooks", by editors of CACAO. Its properties were renamed between versions, its id was not.

export const PLAYBOOK_EXTENSION = 'extension-definition--1e1c1bd7-c527-4215-8e18-e199e74da57c';

/** Bytes of one playbook: those of the standard, of SOARCA and of our packs have some ten thousand at most. */
export const MAX_PLAYBOOK_BYTES = 512 * 1024;

/** Where the playbook is, in base64: so it is called today, and so up to version 2.0.0 and in the CACAO Roaster. */
export const CONTENT_KEYS = ['playbook_bin', 'playbook_base64'] as const;

/** The definition as its makers published it: an object of theirs is handed on unchanged (STIX 2.1 §3.6). */
export const PLAYBOOK_EXTENSION_DEFINITION: Readonly<Record<string, unknown>> = {
  type: 'extension-definition',
  spec_version: '2.1',
  id: PLAYBOOK_EXTENSION,
  created_by_ref: 'identity--ae82a5e5-ec07-4863-ad88-6504b29f24e9',
  created: '2022-01-18T23:22:03.933931Z',
  modified: '2022-05-16T13:43:01.945972Z',
  name: 'Course of Action extension for Security Playbooks',
  description:
    'This extension definition extends the Course of Action SDO with additional properties for representing, managing, and sharing machine-readable security playbooks.',
  schema:
    'https://raw.githubusercontent.com/fovea-research/stix2.1-coa-playbook-extension/main/schema/course-of-action_playbook.json',
  version: '2.0.0',
  extension_types: ['property-extension'],
  external_references: [
    {
      source_name: 'GitHub',
      description: 'Documentation of the Extension Definition.',
      url: 'https://github.com/fovea-research/stix2.1-coa-playbook-extension',
    },
  ],
};
