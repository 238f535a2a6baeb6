import { useState } from 'react';
import { formatInstant, localDateOf } from '@/shared/format/date';
import { look } from '@/shared/look/tokens';
import { momentsOf, scaleOf, ticksOf, type Scale } from './scale';
import './line-chart.css';

export interface ChartPoint {
  /** Milliseconds. */
  at: number;
  value: number;
  /** How the value is written, with its flag in words. */
  label: string;
  isAbnormal: boolean;
}

export interface ChartSeries {
  name: string;
  points: ChartPoint[];
  /** The reference band; an open end reaches the edge. */
  low: number | null;
  high: number | null;
}

interface Props {
  /** What is drawn, for those who do not see it; the table beside it has every value. */
  label: string;
  unit: string;
  series: ChartSeries[];
}

const WIDTH = 680;
const HEIGHT = 288;
const EDGE = { left: 52, right: 72, top: 30, bottom: 30 };
const colours = [look.primary, look.info];
type Chosen = { series: ChartSeries; point: ChartPoint } | null;

/** Values over time with their reference band: points can be pointed at, touched, and reached by keys. */
export function LineChart({ label, unit, series }: Props) {
  const [chosen, setChosen] = useState<Chosen>(null);
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) return null;
  const { x, y, ticks, moments } = axesOf(series, points);
  return (
    <figure className="line-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={label}>
        <Frame unit={unit} x={x} y={y} ticks={ticks} moments={moments} />
        {series.map((one, index) => (
          <Band key={one.name} series={one} y={y} colour={colours[index % colours.length]!} />
        ))}
        {series.map((one, index) => (
          <Line
            key={one.name}
            series={one}
            isNamed={series.length > 1}
            x={x}
            y={y}
            colour={colours[index % colours.length]!}
            onChoose={(point) => setChosen({ series: one, point })}
          />
        ))}
      </svg>
      <figcaption className="num" aria-live="polite">
        {chosen ? (
          <>
            <b>
              {series.length > 1 && `${chosen.series.name} `}
              {chosen.point.label}
            </b>{' '}
            {formatInstant(new Date(chosen.point.at).toISOString())}
          </>
        ) : (
          <span className="quiet">指向或点选一个点，看当次的结果。</span>
        )}
      </figcaption>
    </figure>
  );
}

function axesOf(series: ChartSeries[], points: ChartPoint[]) {
  const bounds = series.flatMap(({ low, high }) => [low, high]).filter((one) => one !== null);
  const values = [...points.map((point) => point.value), ...bounds];
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const times = points.map((point) => point.at).sort((one, other) => one - other);
  return {
    ticks,
    moments: momentsOf(times),
    x: scaleOf([times[0]!, times.at(-1)!], [EDGE.left + 12, WIDTH - EDGE.right]),
    y: scaleOf([ticks[0]!, ticks.at(-1)!], [HEIGHT - EDGE.bottom, EDGE.top]),
  };
}

interface Axes {
  x: Scale;
  y: Scale;
}

function Frame({
  unit,
  x,
  y,
  ticks,
  moments,
}: Axes & { unit: string; ticks: number[]; moments: number[] }) {
  return (
    <g className="line-chart-frame" aria-hidden>
      {unit && (
        <text x={4} y={12}>
          {unit}
        </text>
      )}
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={EDGE.left} x2={WIDTH - EDGE.right + 12} y1={y(tick)} y2={y(tick)} />
          <text x={EDGE.left - 8} y={y(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {moments.map((moment) => (
        <text key={moment} x={x(moment)} y={HEIGHT - 8} textAnchor="middle">
          {localDateOf(moment).slice(2).replaceAll('-', '.')}
        </text>
      ))}
    </g>
  );
}

function Band({ series, y, colour }: { series: ChartSeries; y: Scale; colour: string }) {
  const { low, high } = series;
  if (low === null && high === null) return null;
  const top = high === null ? EDGE.top : y(high);
  const bottom = low === null ? HEIGHT - EDGE.bottom : y(low);
  return (
    <g aria-hidden>
      <rect
        x={EDGE.left}
        y={top}
        width={WIDTH - EDGE.left - EDGE.right + 12}
        height={Math.max(0, bottom - top)}
        fill={colour}
        opacity={0.09}
      />
      <text x={WIDTH - EDGE.right + 16} y={(top + bottom) / 2 + 4} className="line-chart-note">
        参考范围
      </text>
    </g>
  );
}

interface LineProps extends Axes {
  series: ChartSeries;
  isNamed: boolean;
  colour: string;
  onChoose: (point: ChartPoint) => void;
}

function Line({ series, isNamed, colour, x, y, onChoose }: LineProps) {
  const points = [...series.points].sort((one, other) => one.at - other.at);
  const last = points.at(-1);
  return (
    <g>
      <polyline
        points={points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}
        fill="none"
        stroke={colour}
        strokeWidth={2}
      />
      {points.map((point) => (
        <g
          key={`${point.at}-${point.value}`}
          className="line-chart-point"
          role="img"
          tabIndex={0}
          aria-label={`${formatInstant(new Date(point.at).toISOString())} ${isNamed ? `${series.name} ` : ''}${point.label}`}
          onMouseEnter={() => onChoose(point)}
          onClick={() => onChoose(point)}
          onFocus={() => onChoose(point)}
        >
          <circle cx={x(point.at)} cy={y(point.value)} r={14} fill="transparent" />
          <Mark x={x(point.at)} y={y(point.value)} isAbnormal={point.isAbnormal} colour={colour} />
        </g>
      ))}
      {isNamed && last && (
        <text x={x(last.at) + 10} y={y(last.value) + 4} fill={colour} aria-hidden>
          {series.name}
        </text>
      )}
    </g>
  );
}

/** What is abnormal differs in shape as well as in colour. */
function Mark({
  x,
  y,
  isAbnormal,
  colour,
}: {
  x: number;
  y: number;
  isAbnormal: boolean;
  colour: string;
}) {
  if (!isAbnormal) return <circle cx={x} cy={y} r={4} fill={colour} />;
  return (
    <path
      d={`M${x} ${y - 6} L${x + 6} ${y} L${x} ${y + 6} L${x - 6} ${y} Z`}
      fill={look.danger}
      stroke={look.card}
    />
  );
}
