// SPDX-License-Identifier: Apache-2.0
// A look that is ended from outside, as by a server that stops, does not wait for the page.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import packed from '@sparticuz/chromium';
import { expect, test } from 'vitest';
import { walkPage } from '../../src/platform/index.ts';

test('a browser that waits for an answer is closed', async () => {
  const ending = new AbortController();
  // The page is asked for and never answered.
  const server = createServer(() => ending.abort());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const looking = walkPage({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      steps: [],
      executable: process.env['ENSURESEC_CHROMIUM'] ?? (await packed.executablePath()),
      args: ['--no-sandbox', '--disable-gpu'],
      probeFor: () => undefined,
      probeOf: (word) => word,
      timeoutMs: 90_000,
      signal: ending.signal,
    });
    // Without the signal it is a page that did not finish loading within 20 s, and no error.
    await expect(looking).rejects.toThrow();
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}, 60_000);
