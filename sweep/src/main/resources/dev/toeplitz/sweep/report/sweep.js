'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const at = id => document.getElementById(id);
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const chart = id => echarts.init(at(id), dark ? 'dark' : null);
const front = data.rows.filter(row => row.front);
const figure = value => value.toLocaleString('en', { maximumSignificantDigits: 4 });
const title = column => column.name + (column.unit ? ' (' + column.unit + ')' : '');
const picked = [];

at('title').textContent = data.networks.join(', ');
at('summary').textContent = `${data.strategy}: ${data.evaluated.toLocaleString('en')} designs simulated, `
  + `${front.length} on the front` + (data.complete ? '' : '; ended early');

function cells(parent, tag, texts) {
  const row = parent.appendChild(document.createElement('tr'));
  texts.forEach(text => { row.appendChild(document.createElement(tag)).textContent = text; });
  return row;
}

// Text nodes, so that no name can become markup.
function tip(row) {
  const box = document.createElement('div');
  const line = text => { box.appendChild(document.createElement('div')).textContent = text; };
  line('design ' + row.id);
  data.objectives.forEach((column, i) => line(`${title(column)}: ${figure(row.objectives[i])}`));
  data.parameters.forEach((name, i) => line(`${name}: ${row.values[i]}`));
  return box;
}

const scatter = chart('scatter');
['x', 'y'].forEach((id, place) => {
  data.objectives.forEach((column, i) => at(id).add(new Option(column.name, i)));
  at(id).selectedIndex = Math.min(place, data.objectives.length - 1);
  at(id).onchange = drawScatter;
});
function drawScatter() {
  const x = Number(at('x').value), y = Number(at('y').value);
  const series = (name, rows, size) => ({
    name, type: 'scatter', symbolSize: size, data: rows.map(row => ({ value: [row.objectives[x], row.objectives[y]], row })),
  });
  scatter.setOption({
    backgroundColor: 'transparent', legend: {}, grid: { left: 80, right: 40 },
    tooltip: { formatter: point => tip(point.data.row) },
    xAxis: { name: title(data.objectives[x]), nameLocation: 'middle', nameGap: 28, scale: true },
    yAxis: { name: title(data.objectives[y]), scale: true },
    series: [series('others', data.rows.filter(row => !row.front), 4), series('front', front, 9)],
  });
}
drawScatter();
scatter.on('click', point => pick(point.data.row));

const sizes = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
function number(text) {
  const parts = text.match(/^([\d.]+) *([KMG]iB)?$/);
  return parts ? Number(parts[1]) * (sizes[parts[2]] || 1) : NaN;
}
const axes = data.parameters.map((name, i) => {
  const values = [...new Set(data.rows.map(row => row.values[i]))];
  values.sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
  return { name, type: 'category', data: values };
}).concat(data.objectives.map(column => ({ name: column.name, type: 'value', scale: true })));
chart('parallel').setOption({
  backgroundColor: 'transparent',
  parallelAxis: axes.map((axis, dim) => ({ dim, ...axis })),
  parallel: { left: 60, right: 80, parallelAxisDefault: { nameTextStyle: { fontSize: 11 } } },
  series: { type: 'parallel', smooth: false, lineStyle: { width: 1.5, opacity: 0.6 },
    data: front.map(row => row.values.concat(row.objectives)) },
});

chart('influence').setOption({
  backgroundColor: 'transparent', legend: {}, tooltip: { valueFormatter: value => (100 * value).toFixed(1) + ' %' },
  grid: { left: 200 }, xAxis: { max: 1 },
  yAxis: { type: 'category', data: data.influence.parameters, inverse: true },
  series: data.influence.objectives.map((name, i) =>
    ({ name, type: 'bar', data: data.influence.shares.map(shares => shares[i]) })),
});

const header = ['design', ...data.objectives.map(title), ...data.parameters];
const texts = row => [String(row.id), ...row.objectives.map(figure), ...row.values];
cells(at('front').createTHead(), 'th', header);
const body = at('front').createTBody();
const lines = new Map();
front.forEach(row => {
  const line = cells(body, 'td', texts(row));
  line.onclick = () => pick(row);
  lines.set(row.id, line);
});

function pick(row) {
  const place = picked.findIndex(other => other.id === row.id);
  if (place >= 0) picked.splice(place, 1); else picked.push(row);
  if (picked.length > 2) picked.shift();
  lines.forEach((line, id) => line.classList.toggle('picked', picked.some(other => other.id === id)));
  showLayers(picked.length ? picked[picked.length - 1] : null);
  at('compare').replaceChildren();
  if (picked.length < 2) return;
  cells(at('compare').createTHead(), 'th', header);
  const both = at('compare').createTBody();
  const made = picked.map(each => cells(both, 'td', texts(each)));
  header.forEach((_, i) => {
    const differs = made[0].cells[i].textContent !== made[1].cells[i].textContent;
    made.forEach(line => line.cells[i].classList.toggle('differs', differs));
  });
}

// The layers of a design, a table for each network: which of them take the time, the energy, the bandwidth.
function showLayers(row) {
  const box = at('layers');
  box.replaceChildren();
  if (!row) return;
  row.layers.forEach((layers, network) => {
    box.appendChild(document.createElement('h3')).textContent = `Layers of ${data.networks[network]} on design ${row.id}`;
    const table = box.appendChild(document.createElement('table'));
    const names = data.layers[layers.names];
    const all = figures => figures.reduce((sum, each) => sum + each, 0);
    const share = (figures, i) => all(figures) ? (100 * figures[i] / all(figures)).toFixed(1) + ' %' : '';
    cells(table.createTHead(), 'th', ['layer', 'cycles', 'share', 'energy (µJ)', 'share', 'DRAM bytes', 'share']);
    const body = table.createTBody();
    names.forEach((name, i) => cells(body, 'td', [name,
      layers.cycles[i].toLocaleString('en'), share(layers.cycles, i),
      figure(layers.picojoules[i] * 1e-6), share(layers.picojoules, i),
      layers.dramBytes[i].toLocaleString('en'), share(layers.dramBytes, i)]));
    cells(table.createTFoot(), 'th', ['all', all(layers.cycles).toLocaleString('en'), '',
      figure(all(layers.picojoules) * 1e-6), '', all(layers.dramBytes).toLocaleString('en'), '']);
  });
}

Object.entries(data.refused).forEach(([reason, count]) =>
  cells(at('refused'), 'td', [count.toLocaleString('en'), reason]));
