// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { contextOf } from '../guess.ts';
import type { ModelPart } from '../importer.ts';
import { nmapImporter } from './index.ts';

const SCAN = `<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -sV -O -oX lan.xml 192.0.2.0/24">
<scaninfo type="syn" protocol="tcp" numservices="1000" services="1-1000"/>
<host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><address addr="02:00:00:00:00:01" addrtype="mac"/>
<hostnames><hostname name="x.dyn.example" type="PTR"/><hostname name="DB01" type="user"/></hostnames>
<ports><extraports state="closed" count="990"/>
<port protocol="tcp" portid="22"><state state="closed"/></port>
<port protocol="tcp" portid="443"><state state="open"/>
<service name="http" tunnel="ssl" product="nginx" version="1.25.3" method="probed" conf="10"><cpe>cpe:/a:igor_sysoev:nginx:1.25.3</cpe></service>
<script id="vulners" output="cpe: CVE-2024-7347 5.7  CVE-2023-44487 7.5"/></port>
<port protocol="udp" portid="161"><state state="open|filtered"/></port>
<port protocol="tcp" portid="6379"><state state="open"/><service name="redis" product="Redis key-value store" method="probed" conf="10"/>
<script id="redis-info" output="Version 7"/></port>
</ports>
<os><osmatch name="Linux 5.4" accuracy="95"><osclass type="general purpose" accuracy="95"><cpe>cpe:/o:linux:linux_kernel:5.4</cpe></osclass></osmatch></os>
</host>
<host><status state="down"/><address addr="192.0.2.8" addrtype="ipv4"/></host>
<host><status state="up"/><address addr="2001:db8::1" addrtype="ipv6"/></host>
</nmaprun>`;

function read(...texts: string[]): ModelPart {
  const inputs = texts.map((text, index) => ({
    file: `lan${index || ''}.xml`,
    bytes: new TextEncoder().encode(text),
  }));
  const { value, problems } = nmapImporter.read(
    inputs,
    contextOf([{ on: 'name', words: ['db'], type: 'database', confidence: 0.8 }]),
  );
  expect(problems).toEqual([]);
  return value as ModelPart;
}

describe('nmap import', () => {
  const part = read(SCAN);
  const [db, other] = part.assets ?? [];

  it('names hosts as people do, and leaves out those that are down', () => {
    expect(part.assets?.map(({ id, zone }) => [id, zone])).toEqual([
      ['db01', 'network/192.0.2.0-24'],
      ['2001-db8-1', 'network/2001-db8-0-0-64'],
    ]);
    expect(db?.source).toEqual({ file: 'lan.xml', line: 5, column: 1, how: 'observed', confidence: 0.8 });
    expect(db?.note).toBe(
      'addresses 192.0.2.7, 02:00:00:00:00:01; also called x.dyn.example; system looks like Linux 5.4 (95 %)',
    );
    expect([db?.type, other?.type]).toEqual(['database', 'host']);
  });

  it('takes open ports as listeners, with their line', () => {
    const source = { file: 'lan.xml', line: 9, column: 1, how: 'observed', confidence: 1 };
    expect(db?.listens).toEqual([
      { port: 443, accepts: 'anyone', measures: [{ id: 'tls', source: { ...source, line: 10 } }], source },
      { port: 6379, accepts: 'anyone', source: { ...source, line: 13 } },
    ]);
  });

  it('takes recognised software and systems', () => {
    expect(db?.software?.map((item) => (typeof item === 'string' ? item : item.purl))).toEqual([
      'pkg:generic/igor_sysoev/nginx@1.25.3',
      'pkg:generic/Redis%20key-value%20store',
      'pkg:generic/linux/linux_kernel@5.4',
    ]);
  });

  it('takes what scripts prove, and asks about what they only compare', () => {
    expect(db?.properties?.map((item) => (typeof item === 'string' ? item : item.id))).toEqual([
      'no-authentication',
    ]);
    expect(db?.vulnerabilities?.map(({ id, status }) => [id, status])).toEqual([
      ['CVE-2024-7347', 'under_investigation'],
      ['CVE-2023-44487', 'under_investigation'],
    ]);
  });

  it('claims no exposure: it leaves a gap for each host', () => {
    expect(part.gaps?.map(({ about, unknown }) => `${about} ${unknown}`)).toEqual([
      'db01 exposure',
      'db01 listeners',
      'db01 software',
      '2001-db8-1 exposure',
    ]);
    expect(part.zones?.map(({ type }) => type)).toEqual(['network', 'network', 'network']);
    expect(part.flows?.map(({ from, to, port }) => [from, to, port])).toEqual([
      ['scanner/lan', 'network/192.0.2.0-24', 'any'],
    ]);
  });

  it('says which ports the verdict takes as closed', () => {
    expect(part.assumptions?.[0]?.text).toBe(
      'The scan tried 1000 tcp ports; ports that it did not try are taken as closed',
    );
  });

  it('gives one id to one address in two scans', () => {
    expect(read(SCAN, SCAN).assets?.map(({ id }) => id)).toEqual([
      'db01',
      '2001-db8-1',
      'db01',
      '2001-db8-1',
    ]);
  });

  it.each([
    ['<?xml version="1.0"?><nmaprun>', 1],
    ['<!DOCTYPE nmaprun>', 0.9],
    ['<bom/>', 0],
    ['', 0],
  ])('sniffs %j', (text, confidence) => {
    expect(nmapImporter.sniff({ file: 'x', bytes: new TextEncoder().encode(text) })).toBe(confidence);
  });

  it('believes a host script that tried a flaw, in elements as in text', () => {
    const found = (script: string) =>
      read(
        `<nmaprun><host><status state="up"/><address addr="192.0.2.9" addrtype="ipv4"/><hostscript>${script}</hostscript></host></nmaprun>`,
      ).assets?.[0]?.vulnerabilities?.map(({ id, status }) => [id, status]);
    const table = (state: string) =>
      `<script id="smb-vuln-ms17-010" output="x"><table key="CVE-2017-0143"><elem key="state">${state}</elem><table key="ids"><elem>CVE:CVE-2017-0143</elem></table></table></script>`;
    expect(found(table('VULNERABLE'))).toEqual([['CVE-2017-0143', 'affected']]);
    expect(found(table('NOT VULNERABLE'))).toBeUndefined();
    expect(found('<script id="rdp-vuln" output="State: VULNERABLE&#10; IDs: CVE:CVE-2012-0002"/>')).toEqual([
      ['CVE-2012-0002', 'affected'],
    ]);
  });
});
