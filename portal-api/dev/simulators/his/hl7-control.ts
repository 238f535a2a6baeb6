/** The HL7 side of the simulated hospital, told by HTTP what to do: mounted below `/sim/hl7/`. */
import { jsonAnswer, parseBody, type SimAnswer, type SimRequest } from '../kernel/http-sim';
import type { DeskFault, Hl7Patient, Hl7Sim, LabRequest, SendFault } from './hl7';

const prefix = '/sim/hl7/';

type Action = (sim: Hl7Sim, body: Record<string, unknown>) => unknown;

/** Waiting messages answer when they go; the request that made them does not wait. */
const actions: Record<string, Action> = {
  'POST lab-reports': (sim, body) => sim.sendLabReport(body as unknown as LabRequest),
  'POST corrections': (sim, body) =>
    sim.sendCorrection(String(body['reportNo']), body['items'] as Record<string, number | string>),
  'POST statuses': (sim, body) =>
    sim.sendStatus(String(body['reportNo']), body['status'] as 'final' | 'cancelled'),
  'POST patients': (sim, body) =>
    sim.sendPatient(body['patient'] as Hl7Patient, body['event'] === 'A04' ? 'A04' : 'A08'),
  'POST merges': (sim, body) =>
    sim.sendMerge(body['survivor'] as Hl7Patient, String(body['mergedId'])),
  'POST raw': (sim, body) => sim.sendRaw(Buffer.from(String(body['text']))),
  'POST folder': (sim, body) => sim.sendFolder(String(body['path'])),
  'POST faults': (sim, body) => {
    const count = Number(body['count'] ?? 1);
    if (body['direction'] === 'in') {
      sim.desk.fault(body['kind'] as DeskFault, count, Number(body['value'] ?? 2_000));
    } else sim.fault(body['kind'] as SendFault, count);
    return {};
  },
  'POST faults/clear': (sim) => {
    sim.clearFaults();
    return {};
  },
  'POST flush': (sim) => sim.flush(),
  'GET state': (sim) => ({
    port: sim.port,
    received: sim.desk.received,
    appointments: [...sim.desk.appointments.values()],
    patients: [...sim.desk.patients.values()],
  }),
};

/** Null: the path is somebody else's. */
export async function hl7Control(sim: Hl7Sim, request: SimRequest): Promise<SimAnswer | null> {
  if (!request.path.startsWith(prefix)) return null;
  const action = actions[`${request.method} ${request.path.slice(prefix.length)}`];
  if (!action) return jsonAnswer(404, { message: 'no such thing to do' });
  try {
    return jsonAnswer(200, (await action(sim, parseBody(request.body) ?? {})) ?? {});
  } catch (error) {
    return jsonAnswer(400, { message: (error as Error).message });
  }
}
