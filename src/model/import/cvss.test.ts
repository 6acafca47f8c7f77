// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { exploitDifficulty, readCvssVector } from './cvss.ts';

describe('readCvssVector', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'network', 'code'],
    ['AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 'network', 'read'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 'user', 'write'],
    ['CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'adjacent', 'denial'],
    ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'local', 'code'],
    ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 'user', 'code'],
    ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', 'physical', 'read'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'network', 'code'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N', 'user', 'write'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N', 'network', 'read'],
    ['(AV:N/AC:L/Au:N/C:P/I:P/A:P)', 'network', 'code'],
    ['AV:N/AC:M/Au:N/C:C/I:C/A:C', 'network', 'code'],
    ['AV:N/AC:M/Au:N/C:N/I:N/A:P', 'network', 'denial'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MC:N/MI:N/MA:N', 'network', 'code'],
  ])('reads %s', (vector, access, effect) => {
    expect(readCvssVector(vector)).toEqual({ access, effect });
  });

  it.each(['', 'AAV:N/C:H/I:H', 'CVSS:3.1/AV:N/UI:N/C:N/I:N/A:N', 'high', '/'.repeat(9_999), 'AV:Q/C:H'])(
    'knows nothing of %.40s',
    (vector) => {
      expect(readCvssVector(vector)).toBeUndefined();
    },
  );
});

describe('exploitDifficulty', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 1],
    ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 1],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:H/A:H', 1.75],
    ['CVSS:3.1/AV:N/AC:H/PR:H/UI:N/S:U/C:H/I:H/A:H', 5.509],
    ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 1.75],
    ['AV:N/AC:M/Au:N/C:C/I:C/A:C', 1.242],
    ['AV:N/AC:L/Au:S/C:C/I:C/A:C', 1.371],
  ])('reads %s', (vector, times) => {
    expect(exploitDifficulty(vector)).toBeCloseTo(times, 3);
  });

  it.each(['', 'high', 'AV:N/C:H/I:H', 'CVSS:3.1/AC:Q/PR:N'])('knows nothing of %s', (vector) => {
    expect(exploitDifficulty(vector)).toBeUndefined();
  });
});
