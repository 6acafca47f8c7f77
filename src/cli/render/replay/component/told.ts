// SPDX-License-Identifier: Apache-2.0

/** The same in words: why something is down, each outage, and all changes as a table. */
export const TOLD = `
function sentence(line) {
  if (line.cause === 'damage') return word('fails', nameOf(line.asset));
  if (line.cause === 'held') return word('taken', nameOf(line.asset));
  const details = [
    nameOf(line.group),
    ...(line.level > 0 ? [percent(line.level)] : []),
    ...(line.left === undefined ? [] : [word('left', line.left, line.need)]),
    ...(line.waited > 0.01 ? [word('held', span(line.waited))] : []),
  ];
  return word(line.level === 0 ? 'stops' : 'falls', nameOf(line.asset), details.join(', '));
}

function chainList(lines) {
  const list = element('ol', undefined, 'why');
  for (const line of lines) list.append(element('li', moment(line.hour) + '  ' + sentence(line)));
  return list;
}

function why() {
  const { side, id } = selected;
  const found = sides[side].outages.flatMap((outage) => { const at = outage.why.findIndex((line) => line.asset === id); return at < 0 ? [] : [{ outage, lines: outage.why.slice(at) }]; })[0];
  const box = $('why');
  box.replaceChildren(element('h3', word('why') + ': ' + nameOf(id) + ', ' + word(side)));
  if (!found) { box.append(element('p', word('no-part'), 'dim')); return; }
  box.append(chainList(found.lines));
  const prevented = side === 'without' ? data.prevented[found.outage.asset] : undefined;
  if (prevented) box.append(element('p', word('prevented', measures.find((each) => each.id === prevented)?.name ?? prevented), 'good'));
}

function told(side) {
  const box = $('text-' + side);
  const replay = sides[side];
  if (replay.outages.length === 0) box.replaceChildren(element('p', word('untouched')));
  else box.replaceChildren(...replay.outages.toSorted((a, b) => a.from - b.from).map((outage) => {
    const item = element('div');
    const end = outage.until === null ? word('end') : word('for', span(outage.until - outage.from));
    const says = outage.lowest === 0 ? word('outage-down', nameOf(outage.asset), end) : word('outage-part', nameOf(outage.asset), end) + ' (' + percent(outage.lowest) + ')';
    item.append(element('strong', moment(outage.from) + '  ' + says), chainList(outage.why));
    return item;
  }));
  $('table-' + side).replaceChildren(...replay.changes.map((change) => {
    const row = element('tr');
    row.append(element('td', moment(change.hour)), element('td', nameOf(change.asset)), element('td', percent(change.level)));
    return row;
  }));
}
`;
