// SPDX-License-Identifier: Apache-2.0
// Paths of a host inside a container.

/** A property that a mount brings, and how sure that is. */
export interface MountFact {
  readonly property: 'docker-socket' | 'host-path-writable' | 'host-path-readable';
  readonly confidence: number;
}

const SOCKET = /(?:^|[/\\])(?:docker|containerd|crio|cri-dockerd|podman)\.sock$/;
/** Folders that hold the socket of the container daemon. A socket answers through a read-only mount too. */
const SOCKET_PARENTS: ReadonlySet<string> = new Set(['/', '/var', '/run', '/var/run']);
/** Files with the time of day, mounted everywhere and harmless. */
const HARMLESS = /^\/etc\/(?:localtime|timezone)$/;

/**
 * What a mount gives. Paths inside the folder of the project (`./data`) are files of the service and no way to the host;
 * the folder itself holds the file that decides what starts next.
 */
export function hostPathFacts(
  source: string,
  target: string,
  readOnly: boolean,
): { readonly facts: readonly MountFact[]; readonly unknown: boolean } {
  const path = source.replace(/(?<=.)[/\\]+$/, '');
  if (SOCKET.test(path)) return sure('docker-socket', 1);
  // The path inside often says what the unknown path outside is.
  if (/\$\{/.test(path)) {
    if (SOCKET.test(target)) return sure('docker-socket', 0.9);
    if (/^\/(?:host|hostfs|rootfs|host-root)(?:\/|$)/.test(target))
      return sure(readOnly ? 'host-path-readable' : 'host-path-writable', 0.7);
    return { facts: [], unknown: !/^\$\{\w*PWD\}|^\.{1,2}\//.test(path) };
  }
  if (HARMLESS.test(path) || /^\.{1,2}[/\\](?=[^.]|\.[^.])/.test(path)) return { facts: [], unknown: false };
  const property = readOnly ? 'host-path-readable' : 'host-path-writable';
  const facts: MountFact[] = [{ property, confidence: 1 }];
  if (SOCKET_PARENTS.has(path)) facts.push({ property: 'docker-socket', confidence: 0.9 });
  return { facts, unknown: false };
}

function sure(
  property: MountFact['property'],
  confidence: number,
): { readonly facts: readonly MountFact[]; readonly unknown: boolean } {
  return { facts: [{ property, confidence }], unknown: false };
}
