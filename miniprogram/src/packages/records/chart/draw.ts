import type { ChartPoint, ChartSeries, Scale } from './layout';

/** Colours of the tokens: an image cannot read CSS variables. */
const colour = {
  lines: ['#0B6B5E', '#0B5CAD'],
  band: '#E3F2EF',
  grid: '#E2E8E6',
  words: '#5A6B70',
  danger: '#B42318',
  white: '#FFFFFF',
};

const at = (value: number): string => value.toFixed(1);

const line = (x1: number, y1: number, x2: number, y2: number, more: string): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${more}/>`;

const words = (x: number, y: number, anchor: string, font: number, said: string): string =>
  `<text x="${at(x)}" y="${at(y)}" font-size="${font}" fill="${colour.words}"` +
  ` text-anchor="${anchor}">${said}</text>`;

function grid({ area, ticks, xTicks, y }: Scale): string {
  const rows = ticks.map(
    (tick) =>
      line(area.left, y(tick), area.right, y(tick), `stroke="${colour.grid}" stroke-width="1"`) +
      words(area.left - 6, y(tick) + area.font * 0.35, 'end', area.font, String(tick)),
  );
  const days = xTicks.map((tick) =>
    words(tick.x, area.height - area.font * 0.3, tick.anchor, area.font, tick.words),
  );
  return rows.join('') + days.join('');
}

/** The reference range around each point, as far as the middle to its neighbours: ranges change with age. */
function bands(points: readonly ChartPoint[], { area, x, y }: Scale): string {
  const middle = (index: number): number => (x(points[index]!.at) + x(points[index + 1]!.at)) / 2;
  return points
    .map(({ low, high }, index) => {
      if (low === null && high === null) return '';
      const from = index === 0 ? area.left : middle(index - 1);
      const to = index === points.length - 1 ? area.right : middle(index);
      const top = high === null ? area.top : y(high);
      const bottom = low === null ? area.bottom : y(low);
      return (
        `<rect x="${at(from)}" y="${at(top)}" width="${at(to - from + 0.5)}"` +
        ` height="${at(Math.max(0, bottom - top))}" fill="${colour.band}"/>`
      );
    })
    .join('');
}

function mark({ mark: kind }: ChartPoint, x: number, y: number, stroke: string): string {
  if (kind === 'none') {
    return `<circle cx="${at(x)}" cy="${at(y)}" r="4" fill="${colour.white}" stroke="${stroke}" stroke-width="2"/>`;
  }
  if (kind === 'odd') {
    return `<rect x="${at(x - 4.5)}" y="${at(y - 4.5)}" width="9" height="9" fill="${colour.danger}"/>`;
  }
  const tip = kind === 'high' ? -6 : 6;
  const corners = `${at(x)},${at(y + tip)} ${at(x - 6)},${at(y - tip * 0.8)} ${at(x + 6)},${at(y - tip * 0.8)}`;
  return `<polygon points="${corners}" fill="${colour.danger}"/>`;
}

/** Beyond so many their rings would hide the line; what lies outside its range is marked all the same. */
const mostRings = 40;

function curve({ name, points }: ChartSeries, scale: Scale, index: number, hasName: boolean) {
  const stroke = colour.lines[index % colour.lines.length]!;
  const path = points.map((point) => `${at(scale.x(point.at))},${at(scale.y(point.value))}`);
  // Above the first points, so that the line does not run through its own name.
  const top = Math.min(...points.slice(0, 3).map(({ value }) => scale.y(value)));
  const label =
    hasName && points.length > 0
      ? `<text x="${at(scale.area.left + 4)}" y="${at(Math.max(scale.area.font, top - 10))}"` +
        ` font-size="${scale.area.font}" fill="${stroke}" font-weight="600">${name}</text>`
      : '';
  return (
    `<polyline points="${path.join(' ')}" fill="none" stroke="${stroke}" stroke-width="2"` +
    ` stroke-linejoin="round"${index > 0 ? ' stroke-dasharray="6 3"' : ''}/>` +
    points
      .filter((point) => points.length <= mostRings || point.mark !== 'none')
      .map((point) => mark(point, scale.x(point.at), scale.y(point.value), stroke))
      .join('') +
    label
  );
}

const limit = (value: number, { area, y }: Scale): string =>
  line(
    area.left,
    y(value),
    area.right,
    y(value),
    `stroke="${colour.danger}" stroke-width="1" stroke-dasharray="3 4"`,
  );

/** The whole chart as one picture, sharp at every size, and no canvas to wait for. */
export function chartDataUri(
  series: readonly ChartSeries[],
  scale: Scale,
  lines: readonly number[] = [],
): string {
  const { width, height } = scale.area;
  const main = series[0];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"` +
    ` font-family="sans-serif" style="font-variant-numeric:tabular-nums">` +
    (main ? bands(main.points, scale) : '') +
    grid(scale) +
    lines.map((value) => limit(value, scale)).join('') +
    series.map((one, index) => curve(one, scale, index, series.length > 1)).join('') +
    '</svg>';
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
