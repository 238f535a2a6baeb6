import type { Random } from '../random';
import type { Hospital } from './hospital';

const weathers: Record<string, { weight: number; begin(hospital: Hospital): void }> = {
  fair: { weight: 4, begin: () => undefined },
  'the hospital is away': { weight: 2, begin: ({ lines }) => lines.fhir.set({ kind: 'cut' }) },
  'the hospital is slow': {
    weight: 1,
    begin: ({ lines }) => lines.fhir.set({ kind: 'latency', ms: 120 }),
  },
  'lines break': {
    weight: 2,
    begin: ({ lines }) => Object.values(lines).forEach((line) => line.set({ kind: 'reset' })),
  },
  'the line is dead': { weight: 1, begin: ({ lines }) => lines.fhir.set({ kind: 'half-open' }) },
  'answers are lost': {
    weight: 2,
    begin: ({ sim }) =>
      void sim.faults.set({ simulator: 'his', kind: 'drop', probability: 0.3, count: 10 }),
  },
  'the hospital is busy': {
    weight: 1,
    begin: ({ sim }) =>
      void sim.faults.set({ simulator: 'his', kind: 'error', status: 503, probability: 0.4 }),
  },
  'rows come twice': {
    weight: 1,
    begin: ({ sim }) => void sim.faults.set({ simulator: 'his', kind: 'duplicate', count: 20 }),
  },
  'the desk hangs up': { weight: 2, begin: ({ sim }) => sim.hl7.desk.fault('break', 3) },
  'the desk is away': { weight: 1, begin: ({ lines }) => lines.desk.set({ kind: 'cut' }) },
  'the laboratory is cut off': {
    weight: 1,
    begin: ({ lines }) => lines.laboratory.set({ kind: 'cut' }),
  },
};

/** Another weather on the lines between the two. @returns its name */
export function changeWeather(hospital: Hospital, random: Random): string {
  clearWeather(hospital);
  const weights = Object.entries(weathers).map(([name, { weight }]) => [name, weight]);
  const name = random.weighted(Object.fromEntries(weights) as Record<string, number>);
  weathers[name]!.begin(hospital);
  return name;
}

export function clearWeather({ lines, sim }: Hospital): void {
  for (const line of Object.values(lines)) line.heal();
  sim.faults.clear();
  sim.hl7.desk.clearFaults();
}
