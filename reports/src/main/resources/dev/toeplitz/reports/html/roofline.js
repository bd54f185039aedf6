// The roofline with every layer on it; what has no place on logarithmic axes stands at the edge.
function rooflineFrame() {
  const peak = 2 * report.accelerator.peakMacsPerSecond, rate = report.accelerator.dramGigabytesPerSecond * 1e9;
  const xs = report.layers.map(r => r.operationsPerByte).filter(x => x > 0), ys = report.layers.map(r => r.operationsPerSecond).filter(y => y > 0);
  const power = (x, up) => 10 ** (up ? Math.ceil(Math.log10(x)) : Math.floor(Math.log10(x)));
  const left = power(Math.min(0.1, ...xs), false), right = power(Math.max(10 * peak / rate, ...xs), true);
  return { peak, rate, left, right, low: power(Math.min(peak / 1e4, left * rate, ...ys), false), high: power(peak, true) };
}

function point(r, frame) {
  const x = r.operationsPerByte === null ? frame.right : Math.max(frame.left, r.operationsPerByte);
  return { value: [x, r.operationsPerSecond > 0 ? r.operationsPerSecond : frame.low], layer: r.index, name: r.name };
}

function roofline() {
  const frame = rooflineFrame();
  const limits = [...new Set(report.layers.map(r => r.advice.limit))];
  const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'roundRect', 'arrow'];
  return {
    tooltip: { renderMode: 'richText', confine: true, formatter: p => {
      if (p.seriesType !== 'scatter') return p.seriesName;
      const r = report.layers[p.data.layer];
      return short(r.name, 40) + '\n' + shown(r.operationsPerByte, 'ratio') + ' operations a byte\n' + shown(r.operationsPerSecond, 'count') + ' operations a second\nbound by ' + r.advice.limit; } },
    legend: { ...legend(), data: limits },
    grid: { left: 64, right: 24, top: isNarrow() ? 56 : 76, bottom: 48 },
    xAxis: { type: 'log', name: 'operations a DRAM byte', nameLocation: 'middle', nameGap: 28, min: frame.left, max: frame.right, axisLabel: { hideOverlap: true, formatter: count, color: css('--text') } },
    yAxis: { type: 'log', name: 'operations/s', nameGap: 14, nameTextStyle: { align: 'left', padding: [0, 0, 0, -50] }, min: frame.low, max: frame.high, axisLabel: { formatter: count, color: css('--text') } },
    series: [
      { name: 'the roof: DRAM bandwidth, then the array\'s peak', type: 'line', symbol: 'none', silent: true, color: css('--soft'), data: [[frame.left, frame.left * frame.rate], [frame.peak / frame.rate, frame.peak], [frame.right, frame.peak]], lineStyle: { width: 2 } },
      ...limits.map((limit, i) => ({ name: limit, type: 'scatter', color: COLOURS[i % COLOURS.length], symbol: symbols[i % symbols.length], symbolSize: 10, itemStyle: { opacity: 0.85 }, data: report.layers.filter(r => r.advice.limit === limit).map(r => point(r, frame)) })),
      { id: 'marked', name: 'marked', type: 'scatter', symbol: 'circle', symbolSize: 22, silent: true, z: 9, itemStyle: { color: 'transparent', borderColor: css('--ring'), borderWidth: 4 }, data: [] },
    ],
  };
}

function markOnRoofline(index) {
  charts.roofline.setOption({ series: [{ id: 'marked', data: index < 0 ? [] : [point(report.layers[index], rooflineFrame())] }] });
}
