// SPDX-License-Identifier: Apache-2.0
// What a running server has to tell, one line each.
import type { News } from '../../server/index.ts';
import { levelPaint } from './levels.ts';
import type { Style } from './style.ts';

const WORDS = {
  opened: 'opened',
  raised: 'is worse now',
  goal: 'has reached a goal',
  merged: 'is part of another',
  quiet: 'is quiet',
  reopened: 'goes on',
  closed: 'is closed',
} as const;

export function newsLine(news: News, style: Style): string {
  if (news.kind === 'notice') return style.safe(news.text);
  if (news.kind === 'alert') {
    const place = style.dim(style.safe(`${news.at.file} #${news.at.line}`));
    return `${levelPaint(news.level, style)(`${news.level}:`)} ${style.safe(news.title)}  ${place}`;
  }
  const { what, incident, level, title, into } = news;
  const said = into === undefined ? WORDS[what] : `${WORDS[what]}: ${into}`;
  const name = title === '' ? '' : `  ${style.safe(title)}`;
  return `${style.bold('Incident')} ${style.safe(incident)} ${said}  ${levelPaint(level, style)(level)}${name}`;
}
