// SPDX-License-Identifier: Apache-2.0
// The games as files of a server: no inline script, so that the policy of the console holds for them too.
import type { Pack } from '../../../model/index.ts';
import type { PlayFile } from '../../../server/index.ts';
import type { Shop } from '../../play/shop.ts';
import { forHtml } from '../escape.ts';
import { REPLAY_BODY } from '../replay/body.ts';
import { moduleFilesOf } from '../replay/modules.ts';
import { CAMPAIGN_CLIENT, CAMPAIGN_ENTRY } from './client/campaign.ts';
import { ENTRIES, GAMES } from './client.ts';
import { dataOf } from './page.ts';
import { STYLE } from './style.ts';

const BASE = '/play/-';
const SCRIPT = 'text/javascript; charset=utf-8';
const PAGE = 'text/html; charset=utf-8';

/** In the language of the browser where the games speak it. */
const GREET = `
language = navigator.languages.map((each) => each.slice(0, 2)).find((each) => all.some((known) => known.language === each)) ?? start;
menu();
`;

/**
 * Files by path: `/play` is free play, of which nothing is kept; `/play/link` stands for the page of each link of a campaign.
 * Undefined when the engine is not compiled.
 */
export function playSite(pack: Pack, shops: readonly Shop[]): ReadonlyMap<string, PlayFile> | undefined {
  const modules = moduleFilesOf(`${BASE}/engine/`, ...ENTRIES, CAMPAIGN_ENTRY);
  if (modules === undefined) return undefined;
  const all = dataOf(pack, 'en');
  const words = { ...all, games: [], sets: [] };
  const title = pack.games[0]?.title['en'] ?? 'ENSURESEC';
  const script = (text: string): PlayFile => ({
    type: SCRIPT,
    text: text.replaceAll("'ensuresec/", `'${BASE}/engine/`),
  });
  return new Map<string, PlayFile>([
    [
      '/play',
      {
        type: PAGE,
        text: page(title, 'games', { ...all, shops }, `<template id="replay">${REPLAY_BODY}</template>`),
      },
    ],
    ['/play/link', { type: PAGE, text: page(title, 'campaign', { ...words, shops: [] }, '') }],
    [`${BASE}/style.css`, { type: 'text/css; charset=utf-8', text: STYLE }],
    [`${BASE}/games.js`, script(GAMES + GREET)],
    [`${BASE}/campaign.js`, script(CAMPAIGN_CLIENT)],
    ...[...modules].map(([path, text]): [string, PlayFile] => [path, { type: SCRIPT, text }]),
  ]);
}

/** Data is a block that no browser runs (HTML §4.12.1). */
function page(title: string, script: string, data: object, templates: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${forHtml(title)}</title>
<link rel="stylesheet" href="${BASE}/style.css">
</head>
<body>
<main id="play"><noscript><p>The games need scripts. <code>ensuresec play</code> plays them on a terminal.</p></noscript></main>
${templates}
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module" src="${BASE}/${script}.js"></script>
</body>
</html>
`;
}
