// SPDX-License-Identifier: Apache-2.0
// A drawing that is data, as elements. Its style is the one that pages without a framework have.
import { createElement, memo, type ReactElement } from 'react';
import { DRAWING_STYLE, type Drawn } from '../../../src/replay/index.ts';

// A sheet made by a script is no style element: the policy of the server has nothing against it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(DRAWING_STYLE);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export const Drawing = memo(function Drawing({ of }: { readonly of: Drawn }): ReactElement {
  return elementOf(of);
});

function elementOf({ tag, is, in: inside }: Drawn): ReactElement {
  const children = inside.map((each) => (typeof each === 'string' ? each : elementOf(each)));
  return createElement(tag, Object.fromEntries(Object.entries(is).map(named)), ...children);
}

const NAMES: Readonly<Record<string, string>> = { class: 'className', tabindex: 'tabIndex' };

/** As React calls an attribute. */
function named([name, value]: [string, string | number]): [string, string | number] {
  if (/^(data|aria)-/.test(name)) return [name, value];
  return [NAMES[name] ?? name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value];
}
