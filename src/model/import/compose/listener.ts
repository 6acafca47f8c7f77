// SPDX-License-Identifier: Apache-2.0
// Ports that a service publishes on its host, or only shows to its neighbours.
import { quoted } from '../../words.ts';
import { addListener, portOf } from '../container/draft.ts';
import { get, itemsOf, report, sourceOf, type Tree, wrongType } from '../container/tree.ts';
import { resolved, type ServiceContext } from './context.ts';
import { type PublishedPort, parseShortPort, range } from './port.ts';

/** States the listeners of `expose`. */
export function listeners(service: ServiceContext): void {
  for (const item of itemsOf(
    get(service.tree, 'expose'),
    `\`expose\` of service ${quoted(service.name)}`,
    service,
  )) {
    const text = resolved(service, item, '`expose`')?.text;
    if (text === undefined) continue;
    const [numbers = '', protocol = 'tcp'] = text.split('/');
    const ports = range(numbers);
    if (ports === undefined) badPort(service, item, text, '`expose`', 'a port or range from 1 to 65535');
    for (const port of ports ?? []) {
      addListener(
        service.asset,
        typeof port === 'string' ? `${port}/${protocol}` : portOf(port, protocol.toLowerCase()),
        sourceOf(item),
      );
    }
  }
}

/** The ports of `ports`, in both forms. */
export function publishedPorts(service: ServiceContext): (PublishedPort & { at: Tree })[] {
  return itemsOf(get(service.tree, 'ports'), `\`ports\` of service ${quoted(service.name)}`, service).flatMap(
    (item) => {
      const ports = item.entries === undefined ? shortForm(service, item) : longForm(service, item);
      return ports.map((port) => ({ ...port, at: item }));
    },
  );
}

function shortForm(service: ServiceContext, item: Tree): readonly PublishedPort[] {
  if (item.items !== undefined) {
    wrongType(
      item,
      `a port of service ${quoted(service.name)}`,
      'text such as `8080:80`, or a section with `target`',
      service,
    );
    return [];
  }
  const text = resolved(service, item, '`ports`')?.text;
  if (text === undefined) return [];
  const ports = parseShortPort(text);
  if (!('expected' in ports)) return ports;
  badPort(service, item, text, '`ports`', ports.expected);
  return [];
}

/** `{ target, published, host_ip, protocol }`. */
function longForm(service: ServiceContext, item: Tree): readonly PublishedPort[] {
  const field = (key: string) => resolved(service, get(item, key), `\`${key}\` of a port`)?.text;
  const target = field('target');
  if (target === undefined) {
    report(
      service,
      'error',
      'BAD_PORT',
      `The port of service ${quoted(service.name)} has no \`target\`: expected the port inside the container`,
      item.at(),
    );
    return [];
  }
  const protocol = field('protocol') ?? 'tcp';
  const address = field('host_ip');
  const published = field('published');
  const body = [published === undefined ? '' : `${published}:`, target].join('');
  const ports = parseShortPort(`${body}/${protocol}`);
  if ('expected' in ports) {
    badPort(service, get(item, 'target') ?? item, body, '`ports`', ports.expected);
    return [];
  }
  return ports.map((port) => ({ ...port, ...(address === undefined ? {} : { address }) }));
}

function badPort(service: ServiceContext, item: Tree, text: string, where: string, expected: string): void {
  report(
    service,
    'error',
    'BAD_PORT',
    `Cannot read ${quoted(text)} in ${where} of service ${quoted(service.name)}: expected ${expected}`,
    item.at('value'),
  );
}
