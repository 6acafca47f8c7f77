// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this
import { describe } from 'vitest';
import { tests } from './cases.fixture.ts';

describe('rights of a container', () => {
  tests([
    {
      title: 'include the daemon through its socket',
      web: ['volumes: ["/var/run/docker.sock:/x:ro"]'],
      has: ['web has docker-socket @4:15'],
    },
    {
      title: 'include the daemon through a folder above its socket',
      web: ['volumes: ["/:/hostfs:ro"]'],
      has: ['web has docker-socket @4:15 inferred 0.9', 'web has host-path-readable @4:15'],
    },
    {
      title: 'include the daemon where an unknown path ends in its socket',
      web: ['volumes: ["${S}:/var/run/docker.sock"]'],
      has: ['web has docker-socket @4:15 inferred 0.9'],
    },
    {
      title: 'are unknown where the host path is',
      web: ['volumes: ["${S}:/data"]'],
      has: ['gap web privileges @4:15'],
      lacks: ['host-path'],
    },
    {
      title: 'include host paths, writable',
      web: ['volumes: ["/etc:/x"]'],
      has: ['web has host-path-writable @4:15'],
    },
    {
      title: 'include host paths in the long form, readable',
      web: ['volumes:', '  - {type: bind, source: /etc, target: /x, read_only: true}'],
      has: ['web has host-path-readable @5:9'],
    },
    {
      title: 'do not include files of the project or volumes',
      web: ['volumes: ["./data:/x", "db:/y", "/etc/localtime:/etc/localtime:ro"]'],
      lacks: ['host-path'],
    },
    {
      title: 'include the folder of the project itself',
      web: ['volumes: ["./:/x"]'],
      has: ['web has host-path-writable @4:15'],
    },
    { title: 'are all of them when privileged', web: ['privileged: true'], has: ['web has privileged @4:5'] },
    {
      title: 'include added capabilities',
      web: ['cap_add: [NET_ADMIN]'],
      has: ['web has added-capabilities @4:15'],
    },
    { title: 'include the processes of the host', web: ['pid: host'], has: ['web has host-pid @4:5'] },
    {
      title: 'are those of root when the file says so',
      web: ['user: "0:0"'],
      has: ['web has runs-as-root @4:5 inferred 0.9'],
    },
    { title: 'are not called those of root when the file says nothing', web: [], lacks: ['runs-as-root'] },
    {
      title: 'may not grow with no-new-privileges',
      web: ['security_opt: ["no-new-privileges:true"]'],
      lacks: ['privilege-escalation-allowed'],
    },
    {
      title: 'may grow by default',
      web: [],
      has: [
        'web has privilege-escalation-allowed @2:3 inferred 0.9',
        'web has writable-root @2:3 inferred 0.9',
      ],
    },
    {
      title: 'are unknown with devices of the host',
      web: ['devices: ["/dev/sda"]'],
      has: ['gap web privileges @4:5'],
    },
    {
      title: 'are few in a hardened container',
      web: ['user: "10"', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges:true"]'],
      has: ['web measure hardened-container @5:16 inferred 0.9'],
    },
  ]);
});
