// SPDX-License-Identifier: Apache-2.0
// All games and languages of a pack in one page without a server: no request, no account.
import type { GameItems, GameSource, GameWords, Pack } from '../../../model/index.ts';
import type { Shop } from '../../play/shop.ts';
import { forHtml } from '../escape.ts';
import { playedPagePolicy } from '../page-policy.ts';
import { REPLAY_BODY } from '../replay/body.ts';
import { importMapOf } from '../replay/modules.ts';
import { CLIENT, ENTRIES } from './client.ts';
import { STYLE } from './style.ts';

/**
 * The page, in `language` at first; undefined when the engine is not compiled (`npm run build`). It is whole: whoever serves it
 * needs no other address, and its own policy (a `meta` element) lets it ask for none.
 *
 * @param shops what `shopsOf` made of the games with a cascade.
 */
export function gamesPage(pack: Pack, language: string, shops: readonly Shop[]): string | undefined {
  const imports = importMapOf(...ENTRIES);
  if (imports === undefined) return undefined;
  const policy = playedPagePolicy(STYLE, [imports, CLIENT]);
  const title = pack.games.find(() => true)?.title[language] ?? 'ENSURESEC';
  return `<!doctype html>
<html lang="${forHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(title)}</title>
<style>${STYLE}</style>
<script type="importmap">${imports}</script>
</head>
<body>
<main id="play"><noscript><p>The games need scripts. <code>ensuresec play</code> plays them on a terminal.</p></noscript></main>
<template id="replay">${REPLAY_BODY}</template>
<script type="application/json" id="data">${JSON.stringify({ ...dataOf(pack, language), shops }).replaceAll('<', '\\u003c')}</script>
<script type="module">${CLIENT}</script>
</body>
</html>
`;
}

/** Without the places of items, which are of this machine. */
export function dataOf(
  { games, gameItems, gameWords }: Pack,
  start: string,
): { games: GameSource[]; sets: GameItems[]; words: GameWords[]; start: string } {
  const plain = <T extends { readonly pack: string; readonly at: unknown }>({
    pack: _,
    at: __,
    ...item
  }: T) => item;
  return { games: games.map(plain), sets: gameItems.map(plain), words: gameWords.map(plain), start };
}
