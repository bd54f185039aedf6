// When the machine's parts work: a lane for each, a bar for each stretch of work, or for all that a lane does for a layer.
const LANE_SHADES = [0.25, 0.5, 0.75, 1];
const lanes = report.timeline ? report.timeline.lanes : [];
const shareOf = s => s.toCycle > s.fromCycle ? Math.min(1, s.busyCycles / (s.toCycle - s.fromCycle)) : 1;

function laneBars(lane, y, shade) {
  const bars = lane.slices.filter(s => Math.max(0, Math.ceil(shareOf(s) * LANE_SHADES.length) - 1) === shade);
  return bars.flatMap(s => [{ value: [s.fromCycle, y], layer: s.layer }, { value: [s.toCycle, y], layer: s.layer }, [null, null]]);
}

function timeline() {
  const most = Math.max(report.totals.cycles, ...lanes.flatMap(l => l.slices.map(s => s.toCycle)), 1);
  const bar = { type: 'line', symbol: 'none', connectNulls: false, triggerLineEvent: true, silent: true };
  return {
    grid: { left: (isNarrow() ? 14 : 26) + 7 * Math.max(10, ...lanes.map(l => l.name.length)), right: 24, top: 10, bottom: 74 },
    xAxis: { type: 'value', name: 'cycles', nameLocation: 'middle', nameGap: 26, min: 0, max: most, splitNumber: isNarrow() ? 3 : 5, axisLabel: { formatter: count, hideOverlap: true, showMaxLabel: false, color: css('--text') } },
    yAxis: { type: 'category', inverse: true, data: lanes.map(l => l.name), axisTick: { show: false }, axisLabel: { color: css('--text') } },
    dataZoom: [{ type: 'slider', height: 16, bottom: 4, showDetail: false, filterMode: 'none' }, { type: 'inside', zoomOnMouseWheel: 'ctrl', filterMode: 'none' }],
    series: [
      { ...bar, id: 'marked', z: 1, lineStyle: { color: css('--ring'), width: 26, cap: 'butt' }, data: [] },
      ...lanes.flatMap((lane, y) => LANE_SHADES.map((opacity, shade) => ({ ...bar, name: lane.name, z: 2, lineStyle: { color: COLOURS[y % COLOURS.length], width: 18, opacity, cap: 'butt' }, data: laneBars(lane, y, shade) }))),
    ],
  };
}

// What a lane does at a point of the chart; the shortest where layers overlap.
function sliceAt(offset) {
  const [cycle, y] = charts.timeline.convertFromPixel({ gridIndex: 0 }, offset);
  const lane = Math.round(y), near = lanes[lane] ? lanes[lane].slices.map((s, i) => [s, i]).filter(([s]) => s.fromCycle <= cycle && cycle <= s.toCycle) : [];
  return near.length ? [lane, near.sort((a, b) => a[0].toCycle - a[0].fromCycle - b[0].toCycle + b[0].fromCycle)[0][1]] : null;
}

function sayLane(lane, slice) {
  const of = (key, unit) => figure(['timeline', 'lanes', lane, 'slices', slice, key], unit);
  const line = element('p');
  line.append(figure(['timeline', 'lanes', lane, 'name'], 'text', 'b'), ' from cycle ', of('fromCycle', 'whole'), ' to ', of('toCycle', 'whole'), ', busy in ', of('busyCycles', 'whole'));
  return line;
}

// The marked layer, lane by lane: the first slice of each lane that has one, and how many more there are.
function sayLayer(index) {
  const box = document.getElementById('timeline-now');
  if (index < 0) { box.replaceChildren(element('p', 'No layer is marked.', 'hint')); return; }
  const head = element('p');
  head.append(element('b', short(report.layers[index].name, 60)), ': from cycle ', figure(['layers', index, 'startCycle'], 'whole'), ' to ', figure(['layers', index, 'endCycle'], 'whole'));
  const lines = lanes.flatMap((lane, l) => {
    const first = lane.slices.findIndex(s => s.layer === index);
    return first < 0 ? [] : [sayLane(l, first)];
  });
  box.replaceChildren(head, ...lines);
}

function markOnTimeline(index) {
  if (!report.timeline) return;
  sayLayer(index);
  if (!charts.timeline) return;
  const data = lanes.flatMap((lane, y) => lane.slices.filter(s => s.layer === index).flatMap(s => [[s.fromCycle, y], [s.toCycle, y], [null, null]]));
  charts.timeline.setOption({ series: [{ id: 'marked', data }] });
}

// By keys from layer to layer, by a click to the one under the pointer.
function listenToTimeline() {
  const keys = document.getElementById('timeline-keys');
  const working = report.layers.map(r => r.index).filter(i => lanes.some(l => l.slices.some(s => s.layer === i)));
  keys.addEventListener('keydown', e => {
    const at = working.indexOf(marked);
    const to = { ArrowRight: at + 1, ArrowLeft: at < 0 ? working.length - 1 : at - 1, Home: 0, End: working.length - 1 }[e.key];
    if (to === undefined || working[to] === undefined) return;
    e.preventDefault();
    mark(working[to]);
  });
  keys.addEventListener('click', e => {
    const box = document.getElementById('chart-timeline').getBoundingClientRect();
    const hit = sliceAt([e.clientX - box.left, e.clientY - box.top]);
    if (hit) mark(lanes[hit[0]].slices[hit[1]].layer);
  });
}

if (report.timeline) {
  OPTIONS.timeline = timeline;
  document.getElementById('section-timeline').hidden = false;
  document.getElementById('timeline-kind').textContent = report.timeline.stretches
    ? 'A bar is work without a pause.'
    : 'A bar is all that a lane does for a layer, from its first tile to its last; the darker, the more of that time it works.';
  listenToTimeline();
  sayLayer(-1);
  markers.push(markOnTimeline);
}
