// The mapping of a layer: its loop nest, and which PEs of the array have work how often.
const MAPPED = report.layers.filter(r => r.mapping).map(r => r.index);
const PICTURE = 340;

function loopLine(keys, loop) {
  const dims = loop.dims.join(' × '), trips = () => figure([...keys, 'trips'], 'whole', 'b'), of = () => figure([...keys, 'of'], 'whole', 'b');
  switch (loop.level) {
    case 'tile': return ['for ' + dims + ' in ', trips(), ' tiles of ', of()];
    case 'row fold': return ['for fold over rows in ', trips()];
    case 'column fold': return ['for fold over columns in ', trips()];
    case 'rows': return ['parallel ' + dims + ' over ', trips(), ' of ', of(), ' rows'];
    case 'columns': return ['parallel ' + dims + ' over ', trips(), ' of ', of(), ' columns'];
    default: return ['for ' + dims + ' in ', trips()];
  }
}
const LEVELS = { tile: 'tiles that fit the buffers', fold: 'folds', 'row fold': 'folds', 'column fold': 'folds', rows: 'across the array', columns: 'across the array', time: 'in time, in each PE' };

function loopNest(index) {
  const box = element('div', undefined, 'nest');
  let level = '';
  report.layers[index].mapping.loops.forEach((loop, i) => {
    const line = element('p');
    line.style.paddingLeft = `min(${1.1 * i}em, ${6 * i}%)`;
    line.append(...loopLine(['layers', index, 'mapping', 'loops', i], loop));
    if (LEVELS[loop.level] !== level) line.append(element('i', ' — ' + (level = LEVELS[loop.level])));
    box.append(line);
  });
  return box;
}

function blocks(side) {
  let from = 0;
  return side.map(s => { const block = { from, pes: s.pes, share: s.share }; from += s.pes; return block; });
}

// The array drawn to scale: blocks of PEs that work in the same share of folds, with single PEs told apart where there is room.
function arrayPicture(mapping) {
  const rows = blocks(mapping.rows), cols = blocks(mapping.columns);
  const high = rows.reduce((n, b) => n + b.pes, 0), wide = cols.reduce((n, b) => n + b.pes, 0);
  const cell = Math.min(24, PICTURE / Math.max(high, wide));
  const picture = svg('svg', { viewBox: `0 0 ${Math.max(wide * cell, 4)} ${Math.max(high * cell, 4)}`, width: Math.max(wide * cell, 4), height: Math.max(high * cell, 4), role: 'img', class: 'array' });
  picture.setAttribute('aria-label', 'The array; the same figures stand beside it');
  for (const r of rows) for (const c of cols) {
    const share = r.share * c.share;
    const block = svg('rect', { x: c.from * cell, y: r.from * cell, width: c.pes * cell, height: r.pes * cell, fill: share ? rgb(ramp(share)) : 'none' });
    const title = svg('title', {});
    title.textContent = `rows ${r.from} to ${r.from + r.pes - 1}, columns ${c.from} to ${c.from + c.pes - 1}: work in ${UNITS.percent(share)} of folds`;
    block.append(title);
    picture.append(block);
  }
  if (cell >= 4) {
    const lines = [];
    for (let i = 0; i <= wide; i++) lines.push(`M${i * cell} 0V${high * cell}`);
    for (let i = 0; i <= high; i++) lines.push(`M0 ${i * cell}H${wide * cell}`);
    picture.append(svg('path', { d: lines.join(''), class: 'grid' }));
  }
  return picture;
}

function sideWords(index, side) {
  return report.layers[index].mapping[side].flatMap((s, i) => {
    const keys = ['layers', index, 'mapping', side, i];
    return [i ? ', then ' : '', figure([...keys, 'pes'], 'whole'), ' in ', figure([...keys, 'share'], 'percent'), ' of folds'];
  });
}

function drawMapping(index) {
  const mapping = report.layers[index].mapping;
  document.getElementById('mapping-layer').value = index;
  const reasons = element('ul');
  mapping.reasons.forEach((_, i) => reasons.append(figure(['layers', index, 'mapping', 'reasons', i], 'text', 'li')));
  document.getElementById('mapping-nest').replaceChildren(loopNest(index), reasons);
  document.getElementById('mapping-array').replaceChildren(arrayPicture(mapping), list([
    ['rows', sideWords(index, 'rows')],
    ['columns', sideWords(index, 'columns')],
    ['PEs used', [figure(['layers', index, 'mappingEfficiency'], 'percent'), ' in a fold, on average']],
    ['folds', figure(['layers', index, 'folds'], 'whole')],
  ]));
}

if (MAPPED.length) {
  document.getElementById('section-mapping').hidden = false;
  const choice = document.getElementById('mapping-layer');
  choice.append(...MAPPED.map(i => { const o = element('option', short(report.layers[i].name, 40)); o.value = i; return o; }));
  choice.addEventListener('change', e => mark(Number(e.target.value)));
  markers.push(index => { if (index >= 0 && report.layers[index].mapping) drawMapping(index); });
  drawMapping(MAPPED.reduce((a, b) => report.layers[b].cycles > report.layers[a].cycles ? b : a));
}
