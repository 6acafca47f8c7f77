// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Names of Chromium and what is made of it, on the search path. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
  'brave-browser',
];
const PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The operator's browser: the one named, else that of the environment, else what is installed. */
export function findBrowser(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const wanted = named ?? env['ENSURESEC_CHROMIUM'];
  if (wanted !== undefined && wanted !== '') {
    if (isAbsolute(wanted) || wanted.includes('/')) return existsSync(wanted) ? wanted : undefined;
    return onPath([wanted], env);
  }
  return onPath(NAMES, env) ?? PLACES.find((place) => existsSync(place));
}

function onPath(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return names
    .flatMap((name) => folders.flatMap((folder) => [join(folder, name), join(folder, `${name}.exe`)]))
    .find((file) => existsSync(file));
}
