/** Where values and times stand on a drawing; plain arithmetic, tested without a browser. */
export interface Scale {
  (value: number): number;
}

export function scaleOf([from, to]: [number, number], [start, end]: [number, number]): Scale {
  const span = to - from;
  return (value) =>
    span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start);
}

/** Round steps (1, 2, 5 …) that cover the values. */
export function ticksOf(low: number, high: number, wanted = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power * 10;
  const first = Math.floor(low / step) * step;
  const last = Math.ceil(high / step) * step;
  const ticks: number[] = [];
  for (let index = 0; first + index * step <= last + step / 1e6; index += 1) {
    ticks.push(Number((first + index * step).toPrecision(12)));
  }
  return ticks;
}

/** A few of the moments, the first and the last among them, so that their days do not overlap. */
export function momentsOf(moments: number[], wanted = 5): number[] {
  const [first] = moments;
  const last = moments.at(-1);
  if (first === undefined || last === undefined) return [];
  if (first === last) return [first];
  const gap = (last - first) / (wanted - 1);
  return Array.from({ length: wanted }, (_, index) => first + index * gap);
}
