// Charts by layer and over time, by ECharts.
const charts = {};
let patterns = false;
const isNarrow = () => window.innerWidth < 600;
const axisName = name => fit(name, 78);

function chart(id, option) {
  if (charts[id]) charts[id].dispose();
  const made = echarts.init(document.getElementById('chart-' + id), isDark() ? 'dark' : null, { renderer: 'canvas' });
  option.backgroundColor = 'transparent';
  option.animation = false;
  option.aria = { enabled: true, decal: { show: patterns } };
  option.color = option.color || COLOURS;
  made.setOption(option);
  made.on('click', e => {
    if (e.componentType !== 'series') return;
    if (e.data && e.data.layer !== undefined) mark(e.data.layer); else if (option.byLayer) mark(e.dataIndex);
  });
  charts[id] = made;
}

// The parts that occur, in order of their sum, each with its amount in every layer.
function parts(key, first) {
  const sums = new Map();
  for (const r of report.layers) for (const [name, amount] of Object.entries(at(key, r) || {})) sums.set(name, (sums.get(name) || 0) + amount);
  const result = first ? { [first]: report.layers.map(r => r.busyCycles) } : {};
  for (const [name] of [...sums].sort((a, b) => b[1] - a[1])) result[name] = report.layers.map(r => (at(key, r) || {})[name] || 0);
  return result;
}

// Ticks of bytes at multiples of powers of two, for that is how they are written.
function byteTicks(most) {
  let interval = 1;
  while (most / interval > 5) interval *= 2;
  return { interval, max: Math.max(1, Math.ceil(most / interval)) * interval };
}
// As many names along the axis as have room when they are turned.
function nameInterval(id) {
  const room = document.getElementById('chart-' + id).clientWidth - 84;
  return Math.max(0, Math.ceil(report.layers.length / Math.max(1, room / 26)) - 1);
}

function legend() { return { type: isNarrow() ? 'scroll' : 'plain', top: 0, left: 0, right: 0, textStyle: { color: css('--text') }, pageTextStyle: { color: css('--text') } }; }

function stacked(id, series, unit) {
  const most = Math.max(...report.layers.map((_, i) => Object.values(series).reduce((sum, data) => sum + data[i], 0)), 0);
  return {
    byLayer: true,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText', confine: true,
      formatter: all => short(report.layers[all[0].dataIndex].name, 40) + '\n' + all.filter(p => p.value > 0).map(p => p.marker + ' ' + p.seriesName + '  ' + UNITS[unit](p.value)).join('\n') },
    legend: legend(),
    grid: { left: isNarrow() ? 56 : 70, right: 14, top: 62, bottom: 84 },
    xAxis: { type: 'category', data: report.layers.map(r => r.name), axisTick: { show: false }, axisLabel: { interval: nameInterval(id), formatter: axisName, rotate: 40, color: css('--text') } },
    yAxis: { type: 'value', ...(unit === 'bytes' ? byteTicks(most) : {}), axisLabel: { formatter: unit === 'whole' ? count : UNITS[unit], color: css('--text') } },
    dataZoom: [{ type: 'slider', height: 16, bottom: 4, showDetail: false }, { type: 'inside', zoomOnMouseWheel: 'ctrl' }],
    series: Object.entries(series).map(([name, data]) => ({ name, type: 'bar', stack: 'all', data, barCategoryGap: '15%' })),
  };
}

// A value that a layer keeps from its start to its end, as steps over the network's time.
function steps(value) {
  const points = report.layers.filter(r => r.cycles > 0).map(r => ({ value: [r.startCycle, value(r)], layer: r.index }));
  const last = points[points.length - 1];
  return last ? [...points, { value: [report.totals.cycles, last.value[1]], layer: last.layer }] : [];
}

function overTime(series, unit, axis) {
  return {
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true,
      formatter: all => short(report.layers[all[0].data.layer].name, 40) + ', from cycle ' + UNITS.whole(all[0].data.value[0]) + '\n' + all.map(p => p.marker + ' ' + p.seriesName + '  ' + UNITS[unit](p.data.figure === undefined ? p.data.value[1] : p.data.figure)).join('\n') },
    legend: legend(),
    grid: { left: 70, right: 24, top: 46, bottom: 46 },
    xAxis: { type: 'value', name: 'cycles', nameLocation: 'middle', nameGap: 26, max: report.totals.cycles || 1, axisLabel: { formatter: count, hideOverlap: true, showMaxLabel: false, color: css('--text') } },
    yAxis: { type: 'value', ...axis },
    dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl' }],
    series,
  };
}

function memory() {
  const alive = { name: 'activations held', type: 'line', step: 'end', symbol: 'circle', symbolSize: 5, showSymbol: report.layers.length < 60, areaStyle: { opacity: 0.25 }, data: steps(r => r.memory ? r.memory.aliveBytes : 0) };
  return overTime([alive], 'bytes', { ...byteTicks(report.totals.peakActivationBytes), axisLabel: { formatter: bytes, color: css('--text') } });
}

function buffers() {
  const lines = report.accelerator.buffers.map((buffer, i) => {
    const held = r => r.memory ? r.memory.bufferBytes[buffer.name] || 0 : 0;
    const data = steps(held).map(p => ({ value: [p.value[0], p.value[1] / buffer.bytes], layer: p.layer, figure: p.value[1] }));
    return { name: buffer.name + ' (' + bytes(buffer.bytes) + ')', type: 'line', step: 'end', symbol: ['circle', 'rect', 'triangle', 'diamond'][i % 4], symbolSize: 6, showSymbol: report.layers.length < 60, lineStyle: { type: ['solid', 'dashed', 'dotted'][i % 3] }, data };
  });
  return overTime(lines, 'bytes', { min: 0, max: 1, axisLabel: { formatter: x => Math.round(100 * x) + ' %', color: css('--text') } });
}

const OPERANDS = ['input', 'weight', 'output', 'other'];
function operandOf(stream) {
  return stream.startsWith('input') || stream.startsWith('im2col') ? 'input' : stream.startsWith('weight') ? 'weight' : stream.startsWith('output') || stream.startsWith('partial') ? 'output' : 'other';
}

// One bar a level, one part a stream; the streams of an operand side by side.
function levels() {
  const streams = [];
  for (const [name, amount] of Object.entries(report.totals.dramBytesByStream)) streams.push({ name: name, level: 0, amount });
  for (const [name, amount] of Object.entries(report.totals.arrayBytes)) streams.push({ name: name, level: 1, amount });
  const names = [...new Set(streams.map(s => s.name))].sort((a, b) => OPERANDS.indexOf(operandOf(a)) - OPERANDS.indexOf(operandOf(b)));
  return {
    tooltip: { trigger: 'item', renderMode: 'richText', confine: true, formatter: p => p.seriesName + '\n' + p.name.replace('\n', ' ') + '  ' + bytes(p.value) },
    legend: legend(),
    grid: { left: 56, right: 30, top: isNarrow() ? 40 : 78, bottom: 30 },
    xAxis: { type: 'log', logBase: 32, min: 1, axisLabel: { formatter: bytes, hideOverlap: true, color: css('--text') } },
    yAxis: { type: 'category', data: ['DRAM', 'array'], axisLabel: { color: css('--text') } },
    series: names.map(name => ({ name, type: 'bar', barMaxWidth: 16, data: [0, 1].map(level => { const s = streams.find(s => s.name === name && s.level === level); return s ? s.amount : null; }) })),
  };
}

const OPTIONS = {
  cycles: () => stacked('cycles', parts('stallCycles', 'busy'), 'whole'),
  roofline,
  memory,
  buffers,
  traffic: () => stacked('traffic', parts('dramBytesByStream'), 'bytes'),
  levels,
  energy: () => stacked('energy', parts('energyPicojoulesByLevel'), 'energy'),
};

// A report of an earlier version lacks figures; what has none is not shown.
if (!report.layers.some(r => r.operationsPerSecond > 0)) hide('roofline');
if (!report.layers.some(r => r.energyPicojoules > 0)) hide('energy');
if (!report.layers.some(r => r.memory)) hide('memory', 'buffers');
function hide(...ids) {
  for (const id of ids) {
    document.getElementById('chart-' + id).closest('section').hidden = true;
    delete OPTIONS[id];
  }
}

function drawCharts() {
  for (const id of Object.keys(OPTIONS)) chart(id, OPTIONS[id]());
  markInCharts(marked);
}

// One after the other, so that the page answers in between; then `done`.
function drawChartsInTurn(ids, done) {
  if (!ids.length) { markInCharts(marked); done(); return; }
  setTimeout(() => {
    if (!charts[ids[0]]) chart(ids[0], OPTIONS[ids[0]]());
    drawChartsInTurn(ids.slice(1), done);
  });
}

// A line through the marked layer's bar.
function markInCharts(index) {
  for (const id of ['cycles', 'traffic', 'energy'].filter(id => charts[id])) {
    charts[id].setOption({ series: [{ markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: css('--ring'), width: 2, type: 'solid' }, data: index < 0 ? [] : [{ xAxis: index }] } }] });
  }
  if (charts.roofline) markOnRoofline(index);
}
markers.push(markInCharts);
