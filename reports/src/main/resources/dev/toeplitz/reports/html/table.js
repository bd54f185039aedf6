// The table of layers: sorts, filters by words and by comparisons of figures, and exports what it shows.
const COLUMNS = [
  { name: '#', keys: ['index'], unit: 'whole' },
  { name: 'layer', keys: ['name'], unit: 'text', text: true },
  { name: 'operators', keys: ['operators'], unit: 'text', text: true },
  { name: 'output', keys: ['output'], unit: 'text', text: true },
  ...['cycles', 'time', 'utilization', 'MACs', 'DRAM', 'energy', 'ops/byte', 'parameters', 'activations', 'held', 'PEs used', 'folds'].map(name => {
    const f = FIGURES.find(f => f.name === name);
    return { name, keys: f.path.split('.'), unit: f.unit, title: f.formula };
  }),
  { name: 'receptive field', keys: ['receptiveField'], unit: 'text' },
  { name: 'bound by', keys: ['advice', 'limit'], unit: 'text', text: true },
];
const value = (column, r) => at(column.keys.join('.'), r);
let sorting = { column: 0, descending: false };

function header() {
  const row = element('tr');
  COLUMNS.forEach((column, i) => {
    const cell = element('th', undefined, column.text ? 'text' : '');
    cell.scope = 'col';
    const button = element('button', column.name);
    button.type = 'button';
    if (column.title) button.title = column.title;
    button.addEventListener('click', () => {
      sorting = { column: i, descending: sorting.column === i && !sorting.descending };
      body();
    });
    cell.append(button);
    row.append(cell);
  });
  document.querySelector('#layers thead').append(row);
}

// `cycles>1000` and the like compare a figure; any other word has to occur.
function test(word) {
  const match = /^(.+?)([<>])([\d.]+(?:e\d+)?)$/.exec(word);
  const figure = match && FIGURES.find(f => f.name.toLowerCase().replace(/ /g, '') === match[1]);
  if (figure) return r => match[2] === '<' ? at(figure.path, r) < Number(match[3]) : at(figure.path, r) > Number(match[3]);
  return r => [r.name, r.operators, r.engine, r.advice.limit, ...r.nodes].join(' ').toLowerCase().includes(word);
}

function rows() {
  const tests = document.getElementById('filter').value.toLowerCase().split(/\s+/).filter(Boolean).map(test);
  const column = COLUMNS[sorting.column];
  const key = r => { const v = value(column, r); return column.keys[0] === 'receptiveField' ? parseInt(v) || 0 : column.keys[0] === 'operationsPerByte' && v === null ? Infinity : v; };
  return report.layers.filter(r => tests.every(passes => passes(r))).sort((a, b) => {
    const x = key(a), y = key(b);
    const order = typeof x === 'string' ? x.localeCompare(y) : x < y ? -1 : x > y ? 1 : 0;
    return (sorting.descending ? -order : order) || a.index - b.index;
  });
}

function body() {
  const shownRows = rows();
  document.querySelector('#layers tbody').replaceChildren(...shownRows.map(r => {
    const row = element('tr', undefined, r.index === marked ? 'marked' : undefined);
    row.tabIndex = 0;
    row.dataset.index = r.index;
    for (const column of COLUMNS) {
      const cell = figure(['layers', r.index, ...column.keys], column.unit, 'td');
      if (column.text) { cell.className = 'text'; cell.title = cell.textContent; }
      row.append(cell);
    }
    return row;
  }));
  document.querySelectorAll('#layers thead th').forEach((th, i) =>
    th.setAttribute('aria-sort', i !== sorting.column ? 'none' : sorting.descending ? 'descending' : 'ascending'));
  document.getElementById('count').textContent = shownRows.length + ' of ' + report.layers.length + ' layers';
}

function footer() {
  const totals = { MACs: ['macs', 'count'], cycles: ['cycles', 'whole'], time: ['seconds', 'seconds'], utilization: ['utilization', 'percent'], DRAM: ['dramBytes', 'bytes'], energy: ['energyPicojoules', 'energy'], held: ['peakActivationBytes', 'bytes'] };
  const row = element('tr');
  for (const column of COLUMNS) {
    const total = totals[column.name];
    const cell = total ? figure(['totals', total[0]], total[1], 'td') : element('td', column.name === 'layer' ? 'all layers' : '');
    if (column.text) cell.className = 'text';
    row.append(cell);
  }
  document.querySelector('#layers tfoot').append(row);
}

// Quoted as CSV wants it; a text that a spreadsheet would take for a formula gets a quote in front.
function csvField(v) {
  const text = v === null || v === undefined ? '' : String(v);
  const safe = typeof v === 'string' && /^[=+\-@\t\r]/.test(text) ? '\'' + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}
const csv = () => [COLUMNS.map(c => csvField(c.name)), ...rows().map(r => COLUMNS.map(c => csvField(value(c, r))))].map(line => line.join(',')).join('\r\n') + '\r\n';

function save(name, type, text) {
  const link = element('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function table() {
  header();
  footer();
  body();
  const tbody = document.querySelector('#layers tbody');
  const index = e => { const row = e.target.closest('tr'); return row ? Number(row.dataset.index) : -1; };
  tbody.addEventListener('click', e => mark(index(e)));
  tbody.addEventListener('keydown', e => {
    const row = e.target.closest('tr');
    const next = e.key === 'ArrowDown' ? row.nextElementSibling : e.key === 'ArrowUp' ? row.previousElementSibling : null;
    if (e.key === 'Enter') mark(index(e));
    if (next) { e.preventDefault(); next.focus(); }
  });
  document.getElementById('filter').addEventListener('input', body);
  document.getElementById('export').addEventListener('click', () => save('layers.csv', 'text/csv', csv()));
  markers.push(i => {
    for (const row of tbody.children) row.classList.toggle('marked', Number(row.dataset.index) === i);
    const row = tbody.querySelector('tr.marked'), box = document.querySelector('.scroll');
    if (row) box.scrollTop = row.offsetTop - box.clientHeight / 2;
  });
}
