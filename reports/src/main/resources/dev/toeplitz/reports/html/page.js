'use strict';
// Everything on the page is made here from the embedded report. Names reach it as text, never as markup.
const report = JSON.parse(document.getElementById('report').textContent);
// Okabe and Ito's palette, which colour-blind readers can tell apart.
const COLOURS = ['#0072b2', '#e69f00', '#d55e00', '#cc79a7', '#56b4e9', '#009e73', '#f0e442', '#8c6d46', '#7f7f7f'];
const SCALES = ['', 'k', 'M', 'G', 'T', 'P'];

function digits(x) { const a = Math.abs(x); return x.toFixed(a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2); }
function count(x) {
  let p = 0;
  while (Math.abs(x) >= 999.5 && p < SCALES.length - 1) { x /= 1000; p++; }
  return (p === 0 && Number.isInteger(x) ? String(x) : digits(x)) + SCALES[p];
}
function bytes(x) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let p = 0;
  while (x >= 1023.5 && p < units.length - 1) { x /= 1024; p++; }
  return (p === 0 ? String(x) : digits(x)) + ' ' + units[p];
}
function seconds(x) {
  const units = ['s', 'ms', 'µs', 'ns'];
  let p = 0;
  while (x !== 0 && x < 0.9995 && p < units.length - 1) { x *= 1000; p++; }
  return digits(x) + ' ' + units[p];
}
function energy(picojoules) {
  const units = ['pJ', 'nJ', 'µJ', 'mJ', 'J', 'kJ'];
  let p = 0;
  while (picojoules >= 999.5 && p < units.length - 1) { picojoules /= 1000; p++; }
  return digits(picojoules) + ' ' + units[p];
}
const percent = x => (100 * x).toFixed(1) + ' %';
const whole = x => x.toLocaleString('en-US');

function element(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function cards() {
  const t = report.totals;
  const figures = [
    ['latency', seconds(t.seconds), whole(t.cycles) + ' cycles'],
    ['throughput', count(t.inferencesPerSecond) + ' /s', 'inferences a second'],
    ['utilization', percent(t.utilization), 'MACs ÷ (cycles × MACs a cycle)'],
    ['MACs', count(t.macs), whole(t.macs)],
    ['parameters', count(report.network.parameters), whole(report.network.parameters)],
    ['DRAM traffic', bytes(t.dramBytes), whole(t.dramBytes) + ' bytes'],
    ['peak activations', bytes(t.peakActivationBytes), 'alive at once'],
  ];
  const box = document.getElementById('cards');
  for (const [name, value, note] of figures) {
    const card = element('div', undefined, 'card');
    card.dataset.figure = name;
    card.append(element('span', name), element('b', value), element('span', note));
    box.append(card);
  }
}

function speedups(advice) {
  return Object.entries(advice.speedupOfTwice).map(([part, x]) => part + ' ' + x.toFixed(2) + '×').join(', ');
}

function advice() {
  const box = document.getElementById('advice');
  box.append(element('p', 'Bound by ' + report.advice.limit + ': ' + report.advice.reason + '.'));
  box.append(element('p', 'Twice of one part, all else equal, would speed it up by: ' + speedups(report.advice) + '.'));
  const best = Object.entries(report.advice.speedupOfTwice).sort((a, b) => b[1] - a[1])[0];
  if (best) {
    box.append(element('p', best[1] > 1.05 ? 'Change first: ' + best[0] + '.' : 'No single part, doubled, helps by more than 5 %.'));
  }
}

const COLUMNS = [
  ['#', r => r.index, r => r.index],
  ['layer', r => r.name, r => r.name, 'text'],
  ['operators', r => r.operators, r => r.operators, 'text'],
  ['output', r => r.output, r => r.output, 'text'],
  ['MACs', r => count(r.macs), r => r.macs],
  ['parameters', r => count(r.parameters), r => r.parameters],
  ['activations', r => bytes(r.activationBytes), r => r.activationBytes],
  ['receptive field', r => r.receptiveField || '–', r => parseInt(r.receptiveField) || 0],
  ['cycles', r => whole(r.cycles), r => r.cycles],
  ['time', r => seconds(r.seconds), r => r.seconds],
  ['utilization', r => r.macs ? percent(r.utilization) : '–', r => r.utilization],
  ['DRAM', r => bytes(r.dramBytes), r => r.dramBytes],
  ['energy', r => energy(r.energyPicojoules), r => r.energyPicojoules],
  ['ops/byte', r => r.operationsPerByte === null ? '∞' : digits(r.operationsPerByte), r => r.operationsPerByte === null ? Infinity : r.operationsPerByte],
  ['bound by', r => r.advice.limit, r => r.advice.limit, 'text'],
];
let sorting = { column: 0, descending: false };
let marked = -1;

function header() {
  const row = element('tr');
  COLUMNS.forEach(([name, , , kind], i) => {
    const cell = element('th', undefined, kind);
    const button = element('button', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      sorting = { column: i, descending: sorting.column === i && !sorting.descending };
      body();
    });
    cell.append(button);
    row.append(cell);
  });
  document.querySelector('#layers thead').append(row);
}

function body() {
  const words = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = report.layers.filter(r => {
    const text = [r.name, r.operators, r.engine, r.advice.limit, ...r.nodes].join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  });
  const key = COLUMNS[sorting.column][2];
  shown.sort((a, b) => {
    const x = key(a), y = key(b);
    const order = typeof x === 'string' ? x.localeCompare(y) : x < y ? -1 : x > y ? 1 : 0;
    return sorting.descending ? -order : order;
  });
  const rows = shown.map(r => {
    const row = element('tr', undefined, r.index === marked ? 'marked' : undefined);
    row.tabIndex = 0;
    row.dataset.index = r.index;
    for (const [, text, , kind] of COLUMNS) {
      const cell = element('td', String(text(r)), kind);
      if (kind === 'text') cell.title = cell.textContent;
      row.append(cell);
    }
    row.addEventListener('click', () => mark(r.index));
    row.addEventListener('keydown', e => { if (e.key === 'Enter') mark(r.index); });
    return row;
  });
  document.querySelector('#layers tbody').replaceChildren(...rows);
  document.querySelectorAll('#layers thead th').forEach((th, i) =>
    th.setAttribute('aria-sort', i !== sorting.column ? 'none' : sorting.descending ? 'descending' : 'ascending'));
  document.getElementById('count').textContent = ' ' + shown.length + ' of ' + report.layers.length + ' layers';
}

function footer() {
  const t = report.totals;
  const sums = { layer: 'total', MACs: count(t.macs), cycles: whole(t.cycles), time: seconds(t.seconds), utilization: percent(t.utilization), DRAM: bytes(t.dramBytes), energy: energy(t.energyPicojoules) };
  const row = element('tr');
  for (const [name, , , kind] of COLUMNS) row.append(element('td', sums[name] || '', kind));
  document.querySelector('#layers tfoot').append(row);
}

function list(pairs) {
  const dl = element('dl');
  for (const [name, value] of pairs) dl.append(element('dt', name), element('dd', value));
  return dl;
}

function mark(index) {
  marked = index;
  const r = report.layers[index];
  body();
  document.getElementById('detail').hidden = false;
  document.getElementById('h-detail').textContent = 'Layer ' + r.index + ': ' + r.name;
  document.getElementById('detail-body').replaceChildren(
    list([
      ['nodes', r.nodes.join(', ')],
      ['bound by', r.advice.limit],
      ['because', r.advice.reason],
      ['twice of', speedups(r.advice)],
      ['output', r.output],
      ['receptive field', r.receptiveField || '–'],
    ]),
    list([
      ['cycles', whole(r.cycles)],
      ['busy', whole(r.busyCycles)],
      ...Object.entries(r.stallCycles).map(([cause, cycles]) => ['stall: ' + cause, whole(cycles)]),
      ['folds', whole(r.folds)],
      ['PEs used in a fold', percent(r.mappingEfficiency)],
    ]),
    list([
      ['DRAM bytes', whole(r.dramBytes)],
      ...Object.entries(r.dramBytesByStream).map(([stream, amount]) => [stream, whole(amount)]),
      ['tile', Object.entries(r.tile).map(([loop, steps]) => loop + ' ' + steps).join(', ') || '–'],
      ['order of tiles', r.order.join(' › ') || '–'],
    ]));
  highlight(index);
}

const charts = {};
function chart(id, option) {
  const box = document.getElementById(id);
  if (charts[id]) charts[id].dispose();
  const dark = document.documentElement.dataset.theme === 'dark';
  const made = echarts.init(box, dark ? 'dark' : null, { renderer: 'canvas' });
  option.backgroundColor = 'transparent';
  option.animation = false;
  option.aria = { enabled: true };
  made.setOption(option);
  made.on('click', e => { if (e.data && e.data.layer !== undefined) mark(e.data.layer); else if (e.dataIndex !== undefined && e.componentType === 'series') mark(e.dataIndex); });
  charts[id] = made;
}

function stacked(parts, title) {
  const narrow = window.innerWidth < 600;
  return {
    color: COLOURS,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText', confine: true, order: 'valueDesc' },
    legend: { type: 'scroll', top: 0 },
    grid: { left: narrow ? 48 : 64, right: 12, top: 58, bottom: 58 },
    xAxis: { type: 'category', data: report.layers.map(r => r.name), axisLabel: { hideOverlap: true, formatter: name => name.length > 14 ? name.slice(0, 13) + '…' : name } },
    yAxis: { type: 'value', name: title, axisLabel: { formatter: count } },
    dataZoom: [{ type: 'slider', height: 16, bottom: 6 }, { type: 'inside', zoomOnMouseWheel: 'ctrl' }],
    series: Object.entries(parts).map(([name, data]) => ({ name, type: 'bar', stack: 'all', data, large: false, barCategoryGap: '15%' })),
  };
}

function parts(key, first) {
  const names = new Set();
  for (const r of report.layers) Object.keys(r[key]).forEach(name => names.add(name));
  const result = first ? { [first]: report.layers.map(r => r.busyCycles) } : {};
  for (const name of names) result[name] = report.layers.map(r => r[key][name] || 0);
  return result;
}

function roofline() {
  const peak = 2 * report.accelerator.peakMacsPerSecond;
  const rate = report.accelerator.dramGigabytesPerSecond * 1e9;
  const points = report.layers.filter(r => r.operationsPerByte && r.seconds > 0).map(r => ({
    value: [r.operationsPerByte, (2 * r.macs + r.vectorOperations) / r.seconds], layer: r.index, name: r.name }));
  const least = Math.min(0.1, ...points.map(p => p.value[0])), most = Math.max(10 * peak / rate, ...points.map(p => p.value[0]));
  const low = Math.min(peak / 1e4, ...points.map(p => p.value[1]));
  return {
    color: COLOURS,
    tooltip: { renderMode: 'richText', confine: true, formatter: p => p.seriesType === 'scatter'
      ? p.name + '\n' + digits(p.value[0]) + ' operations a byte\n' + count(p.value[1]) + ' operations a second' : p.seriesName },
    grid: { left: 64, right: 20, top: 30, bottom: 44 },
    xAxis: { type: 'log', name: 'operations a DRAM byte', nameLocation: 'middle', nameGap: 26, min: least, max: most, axisLabel: { hideOverlap: true, formatter: count } },
    yAxis: { type: 'log', name: 'operations/s', min: low, axisLabel: { formatter: count } },
    series: [
      { name: 'roof', type: 'line', symbol: 'none', data: [[least, least * rate], [peak / rate, peak], [most, peak]], lineStyle: { width: 2 } },
      { name: 'layers', type: 'scatter', symbolSize: 9, data: points, emphasis: { itemStyle: { borderColor: '#000', borderWidth: 2 } } },
    ],
  };
}

function highlight(index) {
  const c = charts['chart-roofline'];
  const data = c.getOption().series[1].data;
  c.dispatchAction({ type: 'downplay', seriesIndex: 1 });
  const at = data.findIndex(p => p.layer === index);
  if (at >= 0) c.dispatchAction({ type: 'highlight', seriesIndex: 1, dataIndex: at });
}

function draw() {
  chart('chart-cycles', stacked(parts('stallCycles', 'busy'), 'cycles'));
  chart('chart-traffic', stacked(parts('dramBytesByStream'), 'bytes'));
  chart('chart-roofline', roofline());
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  draw();
}

document.title = report.network.name + ' on ' + report.accelerator.name;
document.getElementById('title').textContent = document.title;
document.getElementById('subtitle').textContent = report.accelerator.title + ', ' + report.accelerator.array + ' PEs ('
  + report.accelerator.dataflow + ') at ' + report.accelerator.clockMegahertz + ' MHz, DRAM '
  + report.accelerator.dramGigabytesPerSecond + ' GB/s; network from ' + report.network.source;
cards();
advice();
header();
footer();
body();
if (report.network.folded.length) {
  document.getElementById('folded').hidden = false;
  document.getElementById('folded-list').append(...report.network.folded.map(text => element('li', text)));
}
document.getElementById('filter').addEventListener('input', body);
document.getElementById('theme').addEventListener('click', () => theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));
window.addEventListener('resize', () => Object.values(charts).forEach(c => c.resize()));
theme(window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
document.documentElement.dataset.ready = 'yes';
