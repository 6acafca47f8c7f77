// SPDX-License-Identifier: Apache-2.0
// Published ports, short and long form, by the Compose Specification ("ports").

/** A port of a container that the host passes on. */
export interface PublishedPort {
  /** Port inside the container: a number, or the name of the variable that holds it. */
  readonly target: number | string;
  readonly protocol: string;
  /** Address of the host it is bound to; every address when absent. */
  readonly address?: string;
  /** Port of the host as written; the daemon chooses one when absent. It is published all the same. */
  readonly published?: string;
}

/** A range wider than this is no list of services. */
const MAX_RANGE = 4_096;
/** A longer text is no port: `[2001:db8::1]:8080-8081:80-81/tcp`, with variables. */
const MAX_TEXT = 500;
const VARIABLE = /^\$\{([A-Za-z_]\w*)\}$/;

/** The ports of a short form (`"127.0.0.1:8080-8081:80-81/tcp"`), or what is wrong with it. */
export function parseShortPort(text: string): readonly PublishedPort[] | { readonly expected: string } {
  if (text.length > MAX_TEXT) return { expected: `at most ${MAX_TEXT} characters` };
  const [body = '', protocol = 'tcp', ...more] = text.trim().split('/');
  if (more.length > 0 || !/^[a-z]{2,8}$/.test(protocol.toLowerCase()))
    return { expected: 'a protocol such as `tcp` after `/`' };
  const parts = splitColons(body);
  const target = parts.pop() ?? '';
  // Port 0 of the host means any free one, as no port does.
  const host = parts.pop();
  const published = host === '0' ? undefined : host;
  const address = parts.length === 0 ? undefined : parts.join(':').replace(/^\[(.*)\]$/, '$1');
  const targets = range(target);
  if (targets === undefined) return { expected: 'a container port or range from 1 to 65535' };
  if (published !== undefined && published !== '') {
    const hosts = range(published);
    if (hosts === undefined) return { expected: 'a host port or range from 1 to 65535' };
    // Spec: a host range for one container port means one of them; else both ranges have the same length.
    if (targets.length > 1 && hosts.length !== targets.length)
      return { expected: 'host and container ranges of the same length' };
  }
  if (address !== undefined && !isAddress(address)) return { expected: 'an IP address before the host port' };
  return targets.map((number) => ({
    target: number,
    protocol: protocol.toLowerCase(),
    ...(address === undefined || address === '' ? {} : { address }),
    ...(published === undefined || published === '' ? {} : { published }),
  }));
}

/** The numbers of `80`, `80-82` or the variable of `${PORT}`; undefined when it is none of them. */
export function range(text: string): readonly (number | string)[] | undefined {
  const variable = VARIABLE.exec(text)?.[1];
  if (variable !== undefined) return [variablePort(variable)];
  const [, low = '', high = low] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const from = Number(low);
  const to = Number(high);
  if (from < 1 || to > 65_535 || to < from || to - from >= MAX_RANGE) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** True when only the host itself can use an address. */
export function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address);
}

/** `AD_PORT` → `ad-port`: a port that has a name because nobody knows its number. */
function variablePort(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-').replace(/^-+/, '').slice(0, 48) || 'unknown-port';
}

/** Colons within `[…]` and `${…}` do not separate. */
function splitColons(text: string): string[] {
  return text.match(/(?:\[[^\]]*\]|\$\{[^}]*\}|[^:])+|(?<=:|^)(?=:|$)/g) ?? [];
}

function isAddress(text: string): boolean {
  if (VARIABLE.test(text) || text === 'localhost') return true;
  const numbers = text.split('.');
  if (numbers.length === 4) return numbers.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return /^[0-9a-fA-F:.]{2,45}$/.test(text) && text.includes(':');
}
