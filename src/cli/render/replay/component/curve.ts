// SPDX-License-Identifier: Apache-2.0

/** The share of the value over time on both sides, and the gap between them. */
export const CURVE = `
function drawCurve() {
  const [width, height, left] = [Math.max(260, $('curve').clientWidth - 26), 170, 40];
  const x = (h) => left + (h / horizon) * (width - left - 6);
  const y = (level) => 10 + (1 - level) * (height - 34);
  const times = [...new Set([0, horizon, ...shown.flatMap((side) => sides[side].changes.map((each) => each.hour))])].filter((h) => h <= horizon).sort((a, b) => a - b);
  const points = (replay) => times.flatMap((h, at) => {
    const level = wholeAt(replay, h);
    return at + 1 < times.length ? [[x(h), y(level)], [x(times[at + 1]), y(level)]] : [[x(h), y(level)]];
  });
  const path = (list) => list.map(([a, b], at) => (at ? 'L' : 'M') + a.toFixed(1) + ' ' + b.toFixed(1)).join('');
  const view = svg('svg', { viewBox: '0 0 ' + width + ' ' + height, width: '100%', role: 'img', 'aria-label': word('curve') });
  for (const level of [0, 0.5, 1]) view.append(svg('text', { class: 'dim', x: 0, y: y(level) + 4 }, level * 100 + '%'), svg('line', { class: 'tick', x1: left, x2: width, y1: y(level), y2: y(level), 'stroke-opacity': .4 }));
  const days = Math.max(1, Math.ceil((horizon / 24) / (width / 60)));
  for (let h = (24 - (startHour % 24)) % 24; h < horizon; h += 24 * days) view.append(svg('text', { class: 'dim', x: x(h), y: height - 4 }, moment(h).split(' ')[0] + (horizon > 168 ? ' ' + Math.floor((startHour + h) / 24 + 1 - Math.floor(startHour / 24)) : '')));
  for (const outage of sides.without.outages) view.append(svg('line', { class: 'tick', x1: x(outage.from), x2: x(outage.from), y1: 6, y2: height - 22 }));
  const below = points(sides.without);
  if (shown.length > 1) {
    const above = points(sides.with);
    view.append(svg('path', { class: 'gap', d: path([...below, ...above.toReversed()]) + 'Z' }), svg('path', { class: 'without', d: path(below) }), svg('path', { class: 'with', d: path(above) }));
  } else view.append(svg('path', { class: 'without', d: path(below) }));
  view.append(svg('line', { class: 'now', id: 'now', y1: 4, y2: height - 20 }));
  $('curve').replaceChildren(view);
  drawCurve.x = x;
}
`;
