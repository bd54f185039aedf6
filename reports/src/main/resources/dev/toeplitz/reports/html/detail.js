// All that is known of the marked layer: figures, what they follow from, and what to change.
function amounts(index, key, unit) {
  const keys = Array.isArray(key) ? key : [key];
  return Object.keys(at(keys.join('.'), report.layers[index]) || {}).map(name => [name, figure(['layers', index, ...keys, name], unit)]);
}

function tree(index, path, figures) {
  const ul = element('ul');
  figures.forEach((f, i) => {
    const li = element('li'), here = [...path, i];
    const number = element('b', number6(f.value));
    number.dataset.figure = JSON.stringify(['layers', index, ...here, 'value']);
    number.dataset.unit = 'exact';
    li.append(f.name + ' = ', number, f.unit ? ' ' + f.unit : '');
    if (f.formula) li.append(' ', element('i', '[' + f.formula + ']'));
    if (f.parts.length) li.append(tree(index, [...here, 'parts'], f.parts));
    ul.append(li);
  });
  return ul;
}
// Whole numbers whole, others in six digits.
const number6 = x => x === null ? '–' : Number.isInteger(x) ? x.toLocaleString('en-US') : String(Number(x.toPrecision(6)));

function speedups(keys) {
  return Object.keys(at(keys.join('.'), report)).flatMap((part, i) => [(i ? ', ' : '') + part + ' ', figure([...keys, part], 'times')]);
}

function detail(index) {
  const box = document.getElementById('detail');
  box.hidden = index < 0;
  bar(index);
  if (index < 0) return;
  const r = report.layers[index];
  const of = (path, unit) => figure(['layers', index, ...path.split('.')], unit);
  document.getElementById('h-detail').textContent = 'Layer ' + index + ': ' + short(r.name, 200);
  const names = layer => layer < 0 ? 'the input' : report.layers[layer].name;
  const figures = tree(index, ['figures'], r.figures);
  figures.className = 'tree';
  document.getElementById('detail-body').replaceChildren(
    list([
      ['bound by', of('advice.limit', 'text')],
      ['because', of('advice.reason', 'text')],
      ['twice of', speedups(['layers', index, 'advice', 'speedupOfTwice'])],
      ['nodes', short(r.nodes.join(', '), 400)],
      ['operators', of('operators', 'text')],
      ['reads', r.reads.map(names).map(name => short(name, 60)).join(', ') || '–'],
      ['output', of('output', 'text')],
      ['receptive field', r.receptiveField ? of('receptiveField', 'text') : '–'],
    ]),
    element('h3', 'Cycles'),
    list([['all', of('cycles', 'whole')], ['busy', of('busyCycles', 'whole')], ...amounts(index, 'stallCycles', 'whole').map(([cause, e]) => ['stall: ' + cause, e]), ['folds', of('folds', 'whole')], ['PEs used in a fold', of('mappingEfficiency', 'percent')]]),
    element('h3', 'Bytes'),
    list([['DRAM', of('dramBytes', 'bytes')], ...amounts(index, 'dramBytesByStream', 'bytes'), ...amounts(index, ['memory', 'arrayBytes'], 'bytes').map(([name, e]) => ['array: ' + name, e]), ...amounts(index, ['memory', 'tileBytes'], 'bytes').map(([name, e]) => ['tile of ' + name, e])]),
    ...(r.energyPicojoules > 0 ? [element('h3', 'Energy'), list([['all', of('energyPicojoules', 'energy')], ...amounts(index, 'energyPicojoulesByLevel', 'energy')])] : []),
    element('h3', 'Tile'),
    list([['loops', Object.entries(r.tile).map(([loop, steps]) => loop + ' ' + steps).join(', ') || '–'], ['order of tiles', r.order.join(' › ') || '–']]),
    element('h3', 'How the figures follow'),
    figures);
}

// A line at the foot of the window, so that the marked layer can be found from everywhere.
function bar(index) {
  const box = document.getElementById('bar');
  box.hidden = index < 0;
  if (index < 0) return;
  const name = element('span');
  const strong = element('b', short(report.layers[index].name, 60));
  name.append('Marked: ', strong, ' · ', figure(['layers', index, 'cycles'], 'whole'), ' cycles · bound by ', figure(['layers', index, 'advice', 'limit'], 'text'));
  const link = (text, target) => { const a = element('a', text); a.href = '#' + target; return a; };
  box.replaceChildren(name, link('graph', 'h-graph'), link('roofline', 'h-roofline'), link('table', 'h-layers'));
}
markers.push(detail);
