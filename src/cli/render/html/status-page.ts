// SPDX-License-Identifier: Apache-2.0
// The page that tells the public of an incident: one file without a script or a request, for any web server.
import type { StatusPage } from '../../../respond/index.ts';
import { forHtml } from '../escape.ts';
import { documentOf } from './page.ts';

export function statusHtml({ language, title, state, times, news, steps, ask }: StatusPage): string {
  const local = (time: string): string =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'UTC',
    }).format(new Date(time));
  const moment = (time: string): string =>
    `<time datetime="${forHtml(time)}">${forHtml(`${local(time)} UTC`)}</time>`;
  const standing =
    state === undefined
      ? ''
      : `<p><b class="badge">${forHtml(state.label)}</b></p>\n<p class="lead">${forHtml(state.text)}</p>\n`;
  const when = times.map(({ label, time }) => `${forHtml(label)}: ${moment(time)}`).join(' · ');
  const items = news.items.map(
    (each) =>
      `<article><h3>${moment(each.time)}</h3><p${each.language === language ? '' : ` lang="${forHtml(each.language)}"`}>${each.text.split(/\r?\n/).map(forHtml).join('<br>')}</p></article>`,
  );
  const list = steps.items.map((each) => `<li>${forHtml(each)}</li>`).join('');
  return documentOf(
    title,
    `<header class="status ${state?.name ?? ''}">
<h1>${forHtml(title)}</h1>
${standing}<p class="dim">${when}</p>
</header>
${items.length === 0 ? '' : section('news', news.heading, items.join('\n'))}${list === '' ? '' : section('steps', steps.heading, `<ol>${list}</ol>`)}<p>${forHtml(ask)}</p>`,
    language,
  );
}

function section(id: string, heading: string, html: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${forHtml(heading)}</h2>\n${html}</section>\n`;
}
