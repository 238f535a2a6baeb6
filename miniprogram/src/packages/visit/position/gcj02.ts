/**
 * WGS-84 (satellites, browsers) to GCJ-02 (maps of mainland China), by the published approximation:
 * good to a few metres, where leaving it out would be off by some five hundred.
 */
interface Point {
  latitude: number;
  longitude: number;
}

const axis = 6_378_245;
const eccentricity = 0.006_693_421_622_965_943;

// The shift holds for mainland China; elsewhere maps are not shifted.
const isShifted = ({ latitude, longitude }: Point): boolean =>
  longitude > 73.66 && longitude < 135.05 && latitude > 3.86 && latitude < 53.55;

const sine = (value: number, period: number): number => Math.sin((value * Math.PI) / period);

const ripple = (x: number): number => (20 * sine(x, 1 / 6) + 20 * sine(x, 0.5)) * (2 / 3);

function northShift(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const waves = (20 * sine(y, 1) + 40 * sine(y, 3)) * (2 / 3);
  return base + ripple(x) + waves + (160 * sine(y, 12) + 320 * sine(y, 30)) * (2 / 3);
}

function eastShift(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const waves = (20 * sine(x, 1) + 40 * sine(x, 3)) * (2 / 3);
  return base + ripple(x) + waves + (150 * sine(x, 12) + 300 * sine(x, 30)) * (2 / 3);
}

export function toGcj02(point: Point): Point {
  const { latitude, longitude } = point;
  if (!isShifted(point)) return { latitude, longitude };
  const radians = (latitude / 180) * Math.PI;
  const magic = 1 - eccentricity * Math.sin(radians) ** 2;
  const x = longitude - 105;
  const y = latitude - 35;
  const perDegreeNorth = ((axis * (1 - eccentricity)) / (magic * Math.sqrt(magic))) * Math.PI;
  const perDegreeEast = (axis / Math.sqrt(magic)) * Math.cos(radians) * Math.PI;
  return {
    latitude: latitude + (northShift(x, y) * 180) / perDegreeNorth,
    longitude: longitude + (eastShift(x, y) * 180) / perDegreeEast,
  };
}
