// SPDX-License-Identifier: Apache-2.0

/** Times, names and levels of a replay. */
export const STATE = `
const { frame, run, measures, assets, lanes, stages, horizon, startHour } = data;
const byId = new Map(assets.map((each) => [each.id, each]));
const moment = (hour) => {
  const minutes = Math.floor((startHour + hour) * 60 + 1e-6);
  const day = Math.floor(minutes / 1440);
  const two = (n) => String(n).padStart(2, '0');
  return word('days').split(' ')[day % 7] + ' ' + two(Math.floor(minutes / 60) % 24) + ':' + two(minutes % 60) + (day >= 7 ? ' +' + Math.floor(day / 7) + 'w' : '');
};
const span = (h) => h < 1 ? word('minutes', Math.round(h * 60)) : h < 48 ? word('hours', Math.round(h * 10) / 10) : word('span-days', Math.round(h / 2.4) / 10);
const nameOf = (id) => byId.get(id)?.name ?? data.names?.[id] ?? id;
const percent = (level) => Math.round(level * 100) + ' %';
const levelAt = (replay, id, hour) => {
  let level = 1;
  for (const change of replay.changes) {
    if (change.hour > hour) break;
    if (change.asset === id) level = change.level;
  }
  return level;
};
const services = frame.services.map((service) => ({ id: frame.setting.system.assets[service.asset].id, weight: service.perHour * service.eurEach }));
const total = services.reduce((sum, each) => sum + each.weight, 0) || 1;
const wholeAt = (replay, hour) => services.reduce((sum, each) => sum + each.weight * levelAt(replay, each.id, hour), 0) / total;
let sides = {};
let hour = 0;
let selected = null;
`;
