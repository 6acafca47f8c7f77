// SPDX-License-Identifier: Apache-2.0
// The first model of someone who has no files to import: small, whole, and written to be changed.

/** A valid model of the pack e-commerce; every line is meant to be corrected. */
export function starterModel(name: string): string {
  return STARTER.replace('NAME', () => JSON.stringify(name));
}

const STARTER = `# yaml-language-server: $schema=./node_modules/ensuresec/schema/model.schema.json
# What \`ensuresec check\` believes about your shop. This is a shop of two people: change it until it is yours.
# Words such as \`storefront\` or \`mfa\` come from the pack; an editor with the YAML language server completes them.
ensuresec: 1
name: NAME
pack: e-commerce

# Places an attacker can be in: networks, buildings, vehicles.
zones:
  - { id: internet, type: internet }
  - { id: hosting, type: network, name: Network of the hosting provider }
  - { id: street, type: street }
  - { id: home-office, type: room, name: Office and store room }

# Things that can be attacked. \`zone\`: where it is. \`listens\`: what it accepts. \`stores\`: which data it keeps.
assets:
  - { id: shop, type: storefront, name: Shop system, zone: hosting, listens: [443], stores: [customer-data, prices] }
  - { id: checkout, type: checkout-page, name: Checkout page, runsOn: shop }
  - { id: admin, type: admin-panel, name: Administration of the shop, zone: hosting, listens: [{ port: 8443, accepts: staff }] }
  - { id: payments, type: payment-provider, name: Payment provider, stores: [payment-results] }
  - { id: mail, type: mail-service, name: Mail of the shop, stores: [customer-data] }
  - { id: laptop, type: workstation, zone: home-office, owner: owner }
  - { id: stock, type: stock, zone: home-office, stores: [goods] }
  - { id: brand, type: brand, name: The name of the shop }

# What may pass from one place or thing to another.
flows:
  - { from: internet, to: hosting, port: 443 }
  - { from: internet, to: hosting, port: 8443 }
  - { from: street, to: home-office, port: door, requires: staff }
  - { from: shop, to: payments, port: 443, carries: [payment-results], protections: [tls] }

people:
  - { id: owner, type: shop-admin, zone: home-office }

# Accounts: whose they are and what they may do. \`measures\`: what protects them.
identities:
  - { id: owner-account, class: staff, of: owner, grants: [{ on: admin, right: administer }, { on: laptop, right: use }] }
credentials:
  - { id: owner-password, type: password, unlocks: [owner-account], knownTo: [owner] }

# What you do not know yet. A gap turns SECURE into UNKNOWN where it matters.
gaps:
  - { id: plugins, about: shop, unknown: software, text: Which plugins run in the shop }
`;
