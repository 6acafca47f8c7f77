// SPDX-License-Identifier: Apache-2.0
// The console as static files that a strict policy lets run: no inline script, no data address, no other host.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'assets/manifest.json',
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:7400' } },
});
