// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPurl, parsePurl } from './purl.ts';

describe('parsePurl', () => {
  it.each([
    ['pkg:npm/foobar@12.3.1', 'pkg:npm/foobar@12.3.1'],
    ['pkg:npm/@scope/name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['PKG:NPM/%40scope/name', 'pkg:npm/%40scope/name'],
    ['pkg://pypi/Django_Rest@1', 'pkg:pypi/django-rest@1'],
    ['pkg:deb/debian/curl@7.1?Arch=amd64&distro=', 'pkg:deb/debian/curl@7.1?arch=amd64'],
    ['pkg:golang/a.b/c/d#./x/../y/', 'pkg:golang/a.b/c/d#x/y'],
    ['pkg:git/example.org/team/tool@1', 'pkg:git/example.org/team/tool@1'],
    ['pkg:generic/a@b@1', 'pkg:generic/a%40b@1'],
  ])('reads %s', (text, canonical) => {
    const result = parsePurl(text);
    expect('purl' in result ? formatPurl(result.purl) : result.refusal).toBe(canonical);
  });

  it.each([
    ['npm/foobar', 'Package URL `npm/foobar` does not start with `pkg:`'],
    ['pkg:npm', 'Package URL `pkg:npm` has no name: expected `pkg:type/name`'],
    ['pkg:npm/', 'Package URL `pkg:npm/` has no name: expected `pkg:type/name`'],
    [
      'pkg:3d/x',
      'Package URL type `3d` is not a type: expected a lower-case letter, then letters, digits, `.` or `-`',
    ],
    ['pkg:npm/%zz', 'Package URL part `%zz` is not percent-encoded UTF-8'],
    [
      'pkg:npm/a?b%20c=1',
      'Package URL qualifier `b%20c` is not a key: expected letters, digits, `.`, `-` or `_`',
    ],
    ['pkg:npm/a?x=1&X=2', 'Package URL qualifiers `x=1&X=2` give one key twice'],
    ['pkg:cargo/a/b', 'Package URL of type `cargo` has the namespace `a`: expected none'],
    ['pkg:swift/b', 'Package URL of type `swift` has no namespace: expected `pkg:swift/namespace/name`'],
    ['pkg:julia/Dates', 'Package URL of type `julia` has no qualifier `uuid`'],
    [
      'pkg:chrome-extension/dogs',
      'Package URL of type `chrome-extension` has the name `dogs`: expected 32 letters from a to p',
    ],
  ])('refuses %s', (text, refusal) => {
    expect(parsePurl(text)).toEqual({ refusal });
  });

  it('never throws, and reads back what it writes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((tail) => `pkg:npm/${tail}`),
      fc.webUrl().map((url) => `pkg:${url}`),
    );
    fc.assert(
      fc.property(text, (input) => {
        const result = parsePurl(input);
        if (!('purl' in result)) return;
        const canonical = formatPurl(result.purl);
        const again = parsePurl(canonical);
        expect('purl' in again && formatPurl(again.purl)).toBe(canonical);
      }),
      { numRuns: 500 },
    );
  });
});
