// SPDX-License-Identifier: Apache-2.0
// Addresses that are not on the internet, in all the ways in which they are written.

/** One of each block that is not on the internet, and of what clouds have there. */
export const INNER = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.254',
  '168.63.129.16',
  '169.254.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.254',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];
export const SIX = [
  '::',
  '::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::a9fe:a9fe',
  'fec0::1',
  'ff02::1',
  '100::1',
  '64:ff9b:1::1',
  '5f00::1',
  '2001::1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '4000::1',
];

/** Ways to write an address of IPv4 in a URL; browsers and libraries have believed each of them. */
function waysOf(address: string): readonly string[] {
  const bytes = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0');
  const [high, low] = [hex(a * 256 + b, 4), hex(c * 256 + d, 4)];
  return [
    address,
    `${address}.`,
    `${whole}`,
    `0x${hex(whole, 8)}`,
    `0${whole.toString(8)}`,
    bytes.map((each) => `0${each.toString(8)}`).join('.'),
    bytes.map((each) => `0x${hex(each)}`).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    address.replaceAll('.', '%2e'),
    address.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    address.replaceAll('.', '。'),
    `user:secret@${address}`,
    `public.example@${address}`,
    `public.example:80#@${address}@${address}`.replace('#', '%23'),
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[::${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
  ];
}

/** All spellings of all of them. */
export const HOSTS = [
  ...INNER.flatMap(waysOf),
  ...SIX.map((address) => `[${address}]`),
  '[fe80::1%25lo]',
  '[::1%25lo]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '127.1',
  '127.0.1',
  '0',
  '00',
  '0x0',
  '0x7f.1',
  '017700000001',
  '0300.0250.1.1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127．0．0．1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌｏｃａｌｈｏｓｔ',
  'ⓛocalhost',
  'loc%61lhost',
  'user@localhost',
  'public.example@localhost.',
];
