// SPDX-License-Identifier: Apache-2.0
// The form for everybody: one page without a script or another file, on a telephone and on a screen, light and dark.
import { createHash } from 'node:crypto';
import { forHtml } from '../../core/escape.ts';
import type { ReportFormSource } from '../../model/index.ts';

/** What somebody typed, to be shown again. */
export type Typed = Readonly<Record<'about' | 'text' | 'url' | 'number' | 'paid', string>>;

export const NOTHING: Typed = { about: '', text: '', url: '', number: '', paid: '' };

export const FORM_PATH = '/report';

const STYLE = `
:root { color-scheme: light dark; --ink: #16202c; --paper: #fff; --line: #5b6b7d; --accent: #0b57a4; --on: #fff; --bad: #9b1c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --paper: #12171e; --line: #93a3b5; --accent: #8fc2ff; --on: #0b1420; --bad: #ff9d9d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 36rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .5rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
a { color: var(--accent); }
label { display: block; margin-top: 1rem; font-weight: 600; }
select, input[type=text], textarea { display: block; width: 100%; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .3rem; }
option { color: var(--ink); background: var(--paper); }
.tick { display: flex; gap: .6rem; align-items: start; font-weight: 400; }
.tick input { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; }
button { margin-top: 1.5rem; padding: .75rem 1.5rem; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 0; border-radius: .3rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { padding: .75rem; color: var(--bad); border: 2px solid var(--bad); border-radius: .3rem; }
`;

/** Nothing but this style, and forms to this server (CSP Level 3). No frame: nobody lays something over it. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @param wrong What is said above the form; undefined: nothing is wrong. */
export function formPage(form: ReportFormSource, language: string, typed: Typed, wrong?: string): string {
  const say = (text: Readonly<Record<string, string>>): string => forHtml(inLanguage(text, language));
  const options = Object.entries(form.about).map(
    ([id, label]) =>
      `<option value="${forHtml(id)}"${id === typed.about ? ' selected' : ''}>${say(label)}</option>`,
  );
  const alert = wrong === undefined ? '' : `<p role="alert" id="wrong">${forHtml(wrong)}</p>\n`;
  const field = (name: 'url' | 'number', label: Readonly<Record<string, string>>, most: number): string =>
    `<label for="${name}">${say(label)}</label>
<input type="text" id="${name}" name="${name}" maxlength="${most}" autocomplete="off" autocapitalize="none" spellcheck="false" value="${forHtml(typed[name])}">`;
  return page(
    form,
    language,
    `<h1>${say(form.title)}</h1>
<p>${say(form.intro)}</p>
${alert}<form method="post" action="${FORM_PATH}?language=${forHtml(language)}"${wrong === undefined ? '' : ' aria-describedby="wrong"'}>
<label for="about">${say(form.what)}</label>
<select id="about" name="about">${options.join('')}</select>
<label for="text">${say(form.message)}</label>
<textarea id="text" name="text" rows="5" maxlength="2000">
${lines(typed.text)}</textarea>
${field('url', form.address, 2000)}
${field('number', form.number, 64)}
<label class="tick"><input type="checkbox" name="paid" value="yes"${typed.paid === '' ? '' : ' checked'}> <span>${say(form.paid)}</span></label>
<p>${say(form.privacy)}</p>
<button>${say(form.send)}</button>
</form>`,
  );
}

export function thanksPage(form: ReportFormSource, language: string): string {
  const say = (text: Readonly<Record<string, string>>): string => forHtml(inLanguage(text, language));
  return page(
    form,
    language,
    `<h1>${say(form.thanks)}</h1>
<p>${say(form.next)}</p>
<p><a href="${FORM_PATH}?language=${forHtml(language)}">${say(form.another)}</a></p>`,
  );
}

export function languagesOf({ title }: ReportFormSource): readonly string[] {
  return Object.keys(title);
}

export function inLanguage(text: Readonly<Record<string, string>>, language: string): string {
  return text[language] ?? text['en'] ?? '';
}

function page(form: ReportFormSource, language: string, main: string): string {
  const links = languagesOf(form).map((code) => {
    const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
    const current = code === language ? ' aria-current="true"' : '';
    return `<li><a href="${FORM_PATH}?language=${forHtml(code)}" lang="${forHtml(code)}" hreflang="${forHtml(code)}"${current}>${forHtml(capitalised(name, code))}</a></li>`;
  });
  return `<!doctype html>
<html lang="${forHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${forHtml(inLanguage(form.title, language))}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Language"><ul>${links.join('')}</ul></nav>
<main>
${main}
</main>
</body>
</html>
`;
}

/** Some languages write their own name small, which looks like a mistake in a row of others. */
function capitalised(name: string, code: string): string {
  return name.slice(0, 1).toLocaleUpperCase(code) + name.slice(1);
}

/** Line ends stay: it is a text of several lines. */
function lines(text: string): string {
  return text.split(/\r?\n/).map(forHtml).join('\n');
}
