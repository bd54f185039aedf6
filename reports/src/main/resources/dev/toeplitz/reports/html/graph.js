// The network as laid out ahead, each layer's box coloured by a figure.
const SVG = 'http://www.w3.org/2000/svg';
const graph = { zoom: 1, boxes: new Map(), lines: [], box: document.getElementById('graph'), svg: null };
const CATEGORIES = [
  { name: 'bound by', key: r => r.advice.limit },
  { name: 'engine', key: r => r.engine },
];

function svg(tag, attributes) {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}

function short(text, most) { const points = [...text]; return points.length <= most ? text : points.slice(0, most - 1).join('') + '…'; }

// What fits a box, in the browser's own font; the middle goes first, for names differ at their ends.
const pen = document.createElement('canvas').getContext('2d');
function fit(text, width) {
  pen.font = '11px ' + getComputedStyle(document.body).fontFamily;
  const points = [...text.slice(0, 60)];
  if (pen.measureText(text).width <= width) return text;
  for (let most = Math.min(points.length, 24); most > 3; most--) {
    const kept = points.slice(0, Math.ceil(most / 2)).join('') + '…' + [...text.slice(-60)].slice(-Math.floor(most / 2)).join('');
    if (pen.measureText(kept).width <= width) return kept;
  }
  return '…';
}

function drawGraph() {
  const { width, height, boxes, lines } = prepared.drawing;
  graph.svg = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Network graph' });
  for (const line of lines) {
    const points = [];
    for (let i = 0; i < line.points.length; i += 2) points.push(line.points[i] + ',' + line.points[i + 1]);
    const e = svg('polyline', { class: 'line', points: points.join(' ') });
    graph.lines.push([line, e]);
    graph.svg.append(e);
  }
  for (const box of boxes) graph.svg.append(drawBox(box));
  graph.box.replaceChildren(graph.svg);
  zoomTo(graph.box.clientWidth >= 800 ? Math.max(0.8, Math.min(1, (graph.box.clientWidth - 2) / width)) : 1);
  listenToGraph();
}

function drawBox(box) {
  const layer = report.layers[box.layer];
  const g = svg('g', { class: layer ? 'box' : 'box input', transform: `translate(${box.x} ${box.y})` });
  g.append(svg('rect', { width: box.width, height: box.height, rx: 5 }));
  const name = svg('text', { x: 6, y: layer ? 15 : 22 });
  name.textContent = fit(layer ? layer.name : report.network.inputs[-1 - box.layer].split(':')[0], box.width - 12);
  g.append(name);
  const title = svg('title', {});
  g.append(title);
  if (layer) {
    const value = svg('text', { x: 6, y: 29 });
    g.append(value);
    g.setAttribute('tabindex', box.layer === 0 ? 0 : -1);
    g.setAttribute('role', 'button');
    g.dataset.index = box.layer;
    g.addEventListener('click', () => mark(box.layer));
    graph.boxes.set(box.layer, { g, title, value, place: box });
  } else {
    title.textContent = report.network.inputs[-1 - box.layer];
  }
  return g;
}

function ramp(share) {
  const x = Math.max(0, Math.min(1, share)) * (CIVIDIS.length - 1), i = Math.min(CIVIDIS.length - 2, Math.floor(x));
  return CIVIDIS[i].map((c, k) => Math.round(c + (x - i) * (CIVIDIS[i + 1][k] - c)));
}
const rgb = colour => `rgb(${colour.join(' ')})`;
// Black or white, whichever stands out (WCAG's relative luminance).
function ink(colour) {
  const [r, g, b] = colour.map(c => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#000' : '#fff';
}
const hex = text => [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));

function colourBy(choice) {
  const category = CATEGORIES.find(c => c.name === choice);
  if (category) colourByCategory(category); else colourByFigure(FIGURES.find(f => f.name === choice));
}

function paint(index, colour, keys, unit) {
  const { g, title, value } = graph.boxes.get(index);
  const layer = report.layers[index];
  g.querySelector('rect').setAttribute('fill', colour ? rgb(colour) : css('--panel'));
  const fill = colour ? ink(colour) : css('--text');
  g.querySelectorAll('text').forEach(t => t.setAttribute('fill', fill));
  const all = ['layers', index, ...keys];
  const text = shown(all.reduce((o, key) => o === null || o === undefined ? undefined : o[key], report), unit);
  value.textContent = fit(text, graph.boxes.get(index).place.width - 12);
  value.dataset.figure = JSON.stringify(all);
  value.dataset.unit = unit;
  title.textContent = layer.name + '\n' + layer.operators + '\n' + document.getElementById('colour').value + ': ' + text;
  g.setAttribute('aria-label', layer.name + ', ' + document.getElementById('colour').value + ' ' + text);
}

function colourByCategory(category) {
  const names = [...new Set(report.layers.map(category.key))];
  report.layers.forEach(r => paint(r.index, hex(COLOURS[names.indexOf(category.key(r)) % COLOURS.length]), category.name === 'engine' ? ['engine'] : ['advice', 'limit'], 'text'));
  document.getElementById('scale').replaceChildren(...names.map((name, i) => {
    const key = element('span', undefined, 'key'), patch = element('i');
    patch.style.background = COLOURS[i % COLOURS.length];
    key.append(patch, name);
    return key;
  }));
}

function colourByFigure(f) {
  const values = report.layers.map(r => at(f.path, r)).filter(v => v > 0);
  const most = Math.max(...values, 0), least = Math.min(...values, most);
  // Counts span orders of magnitude, shares do not.
  const log = f.unit !== 'percent' && most > 20 * least;
  const share = v => f.unit === 'percent' ? v : most === least ? 1 : log ? Math.log(v / least) / Math.log(most / least) : (v - least) / (most - least);
  report.layers.forEach(r => {
    const v = at(f.path, r);
    paint(r.index, v > 0 ? ramp(share(v)) : null, f.path.split('.'), f.unit);
  });
  const strip = element('span', undefined, 'ramp');
  strip.style.background = 'linear-gradient(90deg,' + CIVIDIS.map(c => rgb(c)).join(',') + ')';
  const lowest = f.unit === 'percent' ? 0 : least, highest = f.unit === 'percent' ? 1 : most;
  document.getElementById('scale').replaceChildren(element('span', UNITS[f.unit](lowest)), strip, element('span', UNITS[f.unit](highest)), element('span', log ? 'logarithmic' : ''));
}

function zoomTo(zoom) {
  const view = graph.box, old = graph.zoom;
  const x = (view.scrollLeft + view.clientWidth / 2) / old, y = (view.scrollTop + view.clientHeight / 2) / old;
  const first = !graph.svg.hasAttribute('width');
  graph.zoom = Math.max(0.1, Math.min(4, zoom));
  graph.svg.setAttribute('width', prepared.drawing.width * graph.zoom);
  graph.svg.setAttribute('height', prepared.drawing.height * graph.zoom);
  if (!first) view.scrollTo(x * graph.zoom - view.clientWidth / 2, y * graph.zoom - view.clientHeight / 2);
}

function listenToGraph() {
  const view = graph.box;
  const whole = () => Math.min((view.clientWidth - 2) / prepared.drawing.width, (view.clientHeight - 2) / prepared.drawing.height);
  document.getElementById('zoom-in').addEventListener('click', () => zoomTo(graph.zoom * 1.25));
  document.getElementById('zoom-out').addEventListener('click', () => zoomTo(graph.zoom / 1.25));
  document.getElementById('zoom-fit').addEventListener('click', () => zoomTo(whole()));
  document.getElementById('zoom-one').addEventListener('click', () => zoomTo(1));
  view.addEventListener('wheel', e => { if (e.ctrlKey) { e.preventDefault(); zoomTo(graph.zoom * (e.deltaY < 0 ? 1.15 : 1 / 1.15)); } }, { passive: false });
  let drag = null;
  view.addEventListener('pointerdown', e => { if (e.pointerType === 'mouse' && e.button === 0 && !e.target.closest('.box')) drag = [e.clientX + view.scrollLeft, e.clientY + view.scrollTop]; });
  window.addEventListener('pointermove', e => { if (drag) view.scrollTo(drag[0] - e.clientX, drag[1] - e.clientY); });
  window.addEventListener('pointerup', () => { drag = null; });
  view.addEventListener('keydown', keyInGraph);
  markers.push(markInGraph);
}

function keyInGraph(e) {
  const from = Number(e.target.dataset && e.target.dataset.index);
  if (Number.isNaN(from)) return;
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -from, End: report.layers.length - 1 - from };
  if (e.key in steps) {
    e.preventDefault();
    const next = graph.boxes.get(from + steps[e.key]);
    if (!next) return;
    graph.boxes.get(from).g.setAttribute('tabindex', -1);
    next.g.setAttribute('tabindex', 0);
    next.g.focus({ preventScroll: true });
    reveal(next.place);
  } else if (e.key === 'Enter' || e.key === ' ') {
    e.preventDefault();
    mark(from);
  } else if (e.key === '+' || e.key === '-') {
    zoomTo(graph.zoom * (e.key === '+' ? 1.25 : 0.8));
  }
}

function reveal(place) {
  const view = graph.box, z = graph.zoom;
  const inside = place.x * z >= view.scrollLeft && (place.x + place.width) * z <= view.scrollLeft + view.clientWidth
    && place.y * z >= view.scrollTop && (place.y + place.height) * z <= view.scrollTop + view.clientHeight;
  if (!inside) view.scrollTo((place.x + place.width / 2) * z - view.clientWidth / 2, (place.y + place.height / 2) * z - view.clientHeight / 2);
}

function markInGraph(index) {
  for (const [layer, { g }] of graph.boxes) {
    g.classList.toggle('marked', layer === index);
    if (index >= 0) g.setAttribute('tabindex', layer === index ? 0 : -1);
  }
  for (const [line, e] of graph.lines) e.classList.toggle('marked', index >= 0 && (line.from === index || line.to === index));
  if (index >= 0) reveal(graph.boxes.get(index).place);
}
