'use strict';
// What a figure is called, where it stands in the report, in which unit, and how it comes about. Everything on the page is
// made from the embedded report; names reach it as text, never as markup.
const report = JSON.parse(document.getElementById('report').textContent);
const prepared = JSON.parse(document.getElementById('prepared').textContent);

// Okabe and Ito's palette, which colour-blind readers can tell apart.
const COLOURS = ['#0072b2', '#e69f00', '#d55e00', '#cc79a7', '#56b4e9', '#009e73', '#b8a800', '#8c6d46', '#7f7f7f'];
// Support points of cividis (Nuñez, Anderton, Renslow 2018), even in lightness for all kinds of colour vision.
const CIVIDIS = [[0, 34, 78], [18, 53, 112], [59, 73, 108], [87, 93, 109], [112, 113, 115], [138, 134, 120], [165, 156, 116], [195, 179, 105], [225, 204, 85], [253, 231, 55]];
const SCALES = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

// Halves up in the decimal digits, as our formatter in Java rounds; toFixed rounds the binary value (1.025 to 1.02).
function fixed(x, decimals) {
  const text = String(x);
  return text.includes('e') ? x.toFixed(decimals) : (Math.round(Number(text + 'e' + decimals)) / 10 ** decimals).toFixed(decimals);
}
function digits(x) { const a = Math.abs(x); return fixed(x, a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2); }
function count(x) {
  let p = 0, scaled = x;
  while (Math.abs(scaled) >= 999.5 && p < SCALES.length - 1) { scaled /= 1000; p++; }
  return (p === 0 && Number.isInteger(x) ? String(x) : digits(scaled)) + SCALES[p];
}
function bytes(x) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let p = 0;
  while (Math.abs(x) >= 1023.5 && p < units.length - 1) { x /= 1024; p++; }
  return (p === 0 ? String(Math.trunc(x)) : digits(x)) + ' ' + units[p];
}
function seconds(x) {
  const units = ['s', 'ms', 'µs', 'ns'];
  let p = 0;
  while (x !== 0 && x < 0.9995 && p < units.length - 1) { x *= 1000; p++; }
  return digits(x) + ' ' + units[p];
}
function energy(picojoules) {
  const units = ['pJ', 'nJ', 'µJ', 'mJ', 'J', 'kJ'];
  let p = 0, scaled = picojoules;
  while (scaled >= 999.5 && p < units.length - 1) { scaled /= 1000; p++; }
  return digits(scaled) + ' ' + units[p];
}
const UNITS = {
  whole: x => x.toLocaleString('en-US'),
  count, bytes, seconds, energy,
  percent: x => fixed(100 * x, 1) + ' %',
  times: x => fixed(x, 2) + '×',
  ratio: digits,
  text: String,
};

// A layer's figures. `path` is the key in the report's row; `from` names what it follows from.
const FIGURES = [
  { name: 'MACs', path: 'macs', unit: 'count', formula: 'product of the extents of all loops', from: 'output shape, filter, groups', source: 'graph; held against published layer tables' },
  { name: 'vector operations', path: 'vectorOperations', unit: 'count', formula: 'elements × operations an element', from: 'element-wise and reducing steps', source: 'graph' },
  { name: 'parameters', path: 'parameters', unit: 'count', formula: 'elements of the weights that are trained', from: 'weights', source: 'graph' },
  { name: 'activations', path: 'activationBytes', unit: 'bytes', formula: 'elements of the outputs × bytes of the output type', from: 'output shape, precision', source: 'graph and accelerator' },
  { name: 'held', path: 'memory.aliveBytes', unit: 'bytes', formula: 'what the layer and later ones read + what it makes', from: 'lifetimes in the order of execution', source: 'graph' },
  { name: 'cycles', path: 'cycles', unit: 'whole', formula: 'busy cycles + stalls', from: 'array, vector unit, ports, DRAM', source: 'analytic model; array cycles equal SCALE-Sim\'s' },
  { name: 'time', path: 'seconds', unit: 'seconds', formula: 'cycles ÷ clock', from: 'cycles, clock', source: 'accelerator' },
  { name: 'utilization', path: 'utilization', unit: 'percent', formula: 'MACs ÷ (cycles × MACs a cycle)', from: 'MACs, cycles, PEs', source: 'analytic model' },
  { name: 'PEs used', path: 'mappingEfficiency', unit: 'percent', formula: 'share of PEs that a fold occupies, on average', from: 'loops on rows and columns', source: 'dataflow' },
  { name: 'folds', path: 'folds', unit: 'whole', formula: 'tiles × ⌈rows\' loops ÷ rows⌉ × ⌈columns\' loops ÷ columns⌉ × groups', from: 'loops, array', source: 'dataflow' },
  { name: 'DRAM', path: 'dramBytes', unit: 'bytes', formula: 'Σ streams: distinct bytes of a tile × times it is fetched', from: 'tiling, order of tiles, buffers', source: 'analytic model' },
  { name: 'energy', path: 'energyPicojoules', unit: 'energy', formula: 'Σ levels: actions × picojoules an action', from: 'MACs, register, buffer and DRAM accesses', source: 'energy table of the accelerator' },
  { name: 'ops/byte', path: 'operationsPerByte', unit: 'ratio', formula: '(2 × MACs + vector operations) ÷ DRAM bytes', from: 'MACs, vector operations, DRAM', source: 'roofline: Williams, Waterman, Patterson 2009' },
  { name: 'ops/s', path: 'operationsPerSecond', unit: 'count', formula: '(2 × MACs + vector operations) ÷ time', from: 'MACs, vector operations, time', source: 'analytic model' },
  { name: 'roof', path: 'rooflineShare', unit: 'percent', formula: 'min(1, ops/byte ÷ balance): the share of peak that DRAM allows', from: 'ops/byte, DRAM bandwidth, peak', source: 'roofline' },
];

function at(path, root) { return path.split('.').reduce((o, key) => o === null || o === undefined ? undefined : o[key], root); }
function shown(value, unit) { return value === null || value === undefined ? '–' : UNITS[unit](value); }

function element(tag, text, className) {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
}

// A figure of the report: the element says where it stands in the JSON, so that a reader, or a test, can look it up.
function figure(keys, unit, tag) {
  const value = keys.reduce((o, key) => o === null || o === undefined ? undefined : o[key], report);
  const e = element(tag || 'span', shown(value, unit));
  e.dataset.figure = JSON.stringify(keys);
  e.dataset.unit = unit;
  return e;
}

function list(pairs) {
  const dl = element('dl');
  for (const [name, value] of pairs) {
    const dd = element('dd');
    dd.append(...(Array.isArray(value) ? value : [value]));
    dl.append(element('dt', name), dd);
  }
  return dl;
}

// Formula, inputs and source of what a section shows.
function explain(id, rows) {
  const box = document.getElementById('explain-' + id);
  const table = element('table');
  const head = element('tr');
  head.append(...['figure', 'formula', 'inputs', 'source'].map(text => element('th', text)));
  table.append(head);
  for (const row of rows) {
    const line = element('tr');
    line.append(...row.map(text => element('td', text)));
    table.append(line);
  }
  const wide = element('div', undefined, 'wide');
  wide.append(table);
  box.append(element('summary', 'How these figures come about'), wide);
}
const explained = (...names) => FIGURES.filter(f => names.includes(f.name)).map(f => [f.name, f.formula, f.from, f.source]);

const isDark = () => document.documentElement.dataset.theme === 'dark';
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// Which layer is marked; who shows it listens.
let marked = -1;
const markers = [];
function mark(index) {
  marked = index;
  markers.forEach(show => show(index));
}
