// SPDX-License-Identifier: Apache-2.0
// An exercise as one page without a server: it carries the engines of the exercise and of the cascade. No request.
import type { Pack } from '../../../model/index.ts';
import { forHtml } from '../escape.ts';
import { ELEMENTS } from '../page-elements.ts';
import { playedPagePolicy } from '../page-policy.ts';
import { importMapOf } from '../replay/modules.ts';
import { DOM, STYLE } from './dom.ts';

export interface DrillPage {
  readonly title: string;
  readonly language: string;
  /** Entries of compiled modules that the client imports. */
  readonly modules: readonly string[];
  readonly imports: string;
  readonly client: string;
  readonly data: object;
}

/** The page; undefined when the engine is not compiled (`npm run build`). */
export function drillPage(pack: Pack, page: DrillPage): string | undefined {
  const imports = importMapOf(...page.modules);
  if (imports === undefined) return undefined;
  const script = `${page.imports}\n${ELEMENTS}\n${DOM}\n${page.client}`;
  const policy = playedPagePolicy(STYLE, [imports, script]);
  const words = pack.drillWords.map(({ language, name, words: all }) => ({ language, name, words: all }));
  const data = { ...page.data, words, start: page.language };
  return `<!doctype html>
<html lang="${forHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(page.title)}</title>
<style>${STYLE}</style>
<script type="importmap">${imports}</script>
</head>
<body>
<main id="play"><noscript><p>The exercise needs scripts. <code>ensuresec play</code> plays it on a terminal.</p></noscript></main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}
