// Puts the sections together.
function cards() {
  const figures = [
    ['latency', ['totals', 'seconds'], 'seconds', [figure(['totals', 'cycles'], 'whole'), ' cycles'], 'cycles ÷ clock'],
    ['throughput', ['totals', 'inferencesPerSecond'], 'count', ['inferences a second'], 'batch ÷ latency'],
    ['utilization', ['totals', 'utilization'], 'percent', ['of all MACs that fit in'], 'MACs ÷ (cycles × MACs a cycle)'],
    ['MACs', ['totals', 'macs'], 'count', [figure(['totals', 'macs'], 'whole')], 'Σ layers'],
    ['parameters', ['network', 'parameters'], 'count', [figure(['network', 'parameters'], 'whole')], 'elements of the weights that are trained'],
    ['DRAM traffic', ['totals', 'dramBytes'], 'bytes', [figure(['totals', 'dramBytes'], 'whole'), ' bytes'], 'Σ layers'],
    ['energy', ['totals', 'energyPicojoules'], 'energy', ['by the table ', figure(['accelerator', 'energyTable'], 'text')], 'Σ layers, Σ levels'],
    ['peak activations', ['totals', 'peakActivationBytes'], 'bytes', ['held at once'], 'the most that is held while a layer runs'],
  ];
  const box = document.getElementById('cards');
  for (const [name, keys, unit, note, formula] of figures) {
    const card = element('div', undefined, 'card'), foot = element('span');
    card.title = name + ' = ' + formula;
    foot.append(...note);
    card.append(element('span', name), figure(keys, unit, 'b'), foot);
    box.append(card);
  }
  explain('summary', figures.map(([name, , , , formula]) => [name, formula, 'the rows of the table below', 'analytic model']));
}

function words() {
  const box = document.getElementById('words');
  box.append(...prepared.summary.map((sentence, i) => element('p', sentence, i === prepared.summary.length - 1 ? 'change' : undefined)));
  const twice = element('p');
  twice.append('Twice of one part, all else equal: ', ...speedups(['advice', 'speedupOfTwice']), '.');
  box.append(twice);
}

function explanations() {
  explain('graph', [['place of a box', 'layers of a directed graph, wrapped', 'which layer reads which', 'Eclipse ELK, layered'], ...explained(...FIGURES.map(f => f.name))]);
  explain('cycles', [...explained('cycles', 'folds'), ['busy', 'cycles in which array, vector unit or DMA works', 'folds, fill and drain, lanes', 'analytic model'], ...Object.entries(STALLS).map(([name, why]) => ['stall: ' + name, why, 'what the pace loses against the array', 'analytic model'])]);
  explain('timeline', [['a bar', 'from the first cycle of work to the last', 'tiles in the order of the mapping, buffers, DMA set-up, what DRAM reaches', 'timeline: tiles as events over array, vector unit, DMA engines and DRAM'], ['its shade', 'cycles worked ÷ cycles from its begin to its end', 'the same events', 'timeline'], ['DRAM', 'the bytes of all DMA engines, one request at a time', 'rate that the access pattern reaches', 'DRAM standard, carried out command by command'], ['begin and end of a layer', 'first and last event; layers overlap', 'weights come early, results leave late', 'timeline']]);
  explain('mapping', [['loop nest', 'tiles, then folds, then the array, then time', 'the search\'s best tiling, order and placement', 'mapping search, with its proof'], ['a row\'s share', 'folds in which the row has work ÷ all folds', 'loops on rows, tile sizes, rows', 'dataflow'], ['a PE\'s share', 'its row\'s share × its column\'s share', 'loops on either side do not depend on each other', 'dataflow'], ...explained('PEs used', 'folds')]);
  explain('roofline', [...explained('ops/byte', 'ops/s', 'roof'), ['the roof', 'min(peak, bandwidth × ops/byte)', 'PEs, clock, DRAM bandwidth', 'Williams, Waterman, Patterson 2009']]);
  explain('memory', [...explained('held'), ['tiles in a buffer', 'distinct bytes of a tile of each operand it holds, twice where the next is loaded meanwhile', 'tiling, buffers', 'analytic model; activations that stay on the chip are not counted']]);
  explain('traffic', [...explained('DRAM'), ['buffers to array', 'an operand is read again for each fold along the side it does not lie on', 'folds, precision', 'SCALE-Sim v2\'s convention']]);
  explain('energy', [...explained('energy'), ['energy of a level', 'actions × picojoules an action', 'accesses counted by the simulator, energy table', 'the table\'s publication']]);
  explain('layers', explained(...FIGURES.map(f => f.name)));
}
const STALLS = {
  'first tile': 'the first tile has to arrive before anything can start', 'last tile': 'the last tile has to leave after everything is done',
  'input bandwidth': 'DRAM delivers the input too slowly', 'weight bandwidth': 'DRAM delivers the weights too slowly',
  'output bandwidth': 'DRAM takes results and partial sums too slowly', 'im2col': 'the Toeplitz matrix is written to DRAM and read back',
  'buffer port': 'a buffer\'s port is narrower than the array\'s appetite',
  'buffer banks': 'array, DMA and vector unit together ask more of a buffer\'s banks than these serve', 'vector unit': 'the vector unit finishes results more slowly than the array makes them',
};

function contents() {
  document.getElementById('contents').append(...[...document.querySelectorAll('main section:not([hidden]) > h2')].map(h => { const a = element('a', h.textContent); a.href = '#' + h.id; return a; }));
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  colourBy(document.getElementById('colour').value);
  drawCharts();
}

function listen() {
  document.getElementById('theme').addEventListener('click', () => theme(isDark() ? 'light' : 'dark'));
  document.getElementById('patterns').addEventListener('click', e => {
    patterns = !patterns;
    e.currentTarget.setAttribute('aria-pressed', patterns);
    drawCharts();
  });
  document.getElementById('detail-close').addEventListener('click', () => mark(-1));
  document.addEventListener('keydown', e => { if (e.key === 'Escape' && marked >= 0) mark(-1); });
  document.getElementById('colour').addEventListener('change', e => colourBy(e.target.value));
  document.getElementById('json').addEventListener('click', e => { e.preventDefault(); save('report.json', 'application/json', JSON.stringify(report, null, 2)); });
  let wait = 0;
  window.addEventListener('resize', () => { clearTimeout(wait); wait = setTimeout(drawCharts, 100); });
  // Paper is white, and narrower than the window.
  let before = 'light';
  window.addEventListener('beforeprint', () => {
    before = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = 'light';
    document.querySelectorAll('.chart').forEach(box => { box.style.width = '690px'; });
    document.querySelectorAll('.pair').forEach(box => { box.style.display = 'block'; });
    theme('light');
  });
  window.addEventListener('afterprint', () => {
    document.querySelectorAll('.chart').forEach(box => { box.style.width = ''; });
    document.querySelectorAll('.pair').forEach(box => { box.style.display = ''; });
    theme(before);
  });
}

document.title = report.network.name + ' on ' + report.accelerator.name;
document.getElementById('title').textContent = short(document.title, 200);
document.getElementById('subtitle').append(report.accelerator.title + ', ', figure(['accelerator', 'array'], 'text'), ' PEs (' + report.accelerator.dataflow + ') at ',
  figure(['accelerator', 'clockMegahertz'], 'text'), ' MHz, DRAM ', figure(['accelerator', 'dramGigabytesPerSecond'], 'text'), ' GB/s; network from ' + short(report.network.source, 200));
document.documentElement.dataset.theme = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
document.getElementById('colour').append(...[...FIGURES, ...CATEGORIES].map(f => element('option', f.name)));
document.getElementById('colour').value = 'cycles';
cards();
words();
explanations();
drawGraph();
table();
if (report.network.folded.length) {
  document.getElementById('folded').hidden = false;
  document.getElementById('folded-list').append(...report.network.folded.map(text => element('li', short(text, 300))));
}
contents();
listen();
colourBy('cycles');
document.documentElement.dataset.ready = Math.round(performance.now());
drawChartsInTurn(Object.keys(OPTIONS), () => { document.documentElement.dataset.drawn = Math.round(performance.now()); });
