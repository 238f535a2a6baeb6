import { existsSync } from 'node:fs';
import { Faults } from '../kernel/faults';
import { HospitalClock } from '../kernel/hospital-clock';
import {
  jsonAnswer,
  type RunningServer,
  serve,
  type SimAnswer,
  type SimRequest,
  withFaults,
} from '../kernel/http-sim';
import { Journal } from '../kernel/journal';
import { HisActions } from './actions';
import { makeHospital } from './data/hospital';
import { FhirServer, outcome } from './fhir/server';
import { resourcesOf } from './fhir/resources';
import { FhirStore } from './fhir/store';
import { type FolderReport, loadFolder } from './folder';
import { type Hl7Sim, startHl7Sim } from './hl7';
import { hl7Control } from './hl7-control';
import { viewPictures } from './pacs';
import { HisViews, type ViewsOptions } from './views';

/** Made for this machine; no real hospital would have it. */
const LOCAL_HIS_TOKEN = 'suizhen-local-his';

export interface HisSimOptions {
  /** FHIR and the viewer of the PACS. */
  port: number;
  /** Where it listens for HL7. */
  mllpPort: number;
  /** Where the product listens for HL7. */
  hl7Target?: { host: string; port: number };
  /** The day the demonstration hospital was opened; default now. */
  anchor?: Date;
  /** Serves these FHIR bundles instead of data of its own, and sends the HL7 messages beside them when asked. */
  folder?: string;
  views?: ViewsOptions;
  /** Shared with the product, signs links to pictures. */
  pacsKey?: string;
  token?: string;
  faults?: Faults;
  clock?: HospitalClock;
  journal?: Journal;
  /** Off for tests that bring their own data. */
  isFilled?: boolean;
}

export interface HisSim extends RunningServer {
  mllpPort: number;
  token: string;
  store: FhirStore;
  actions: HisActions;
  hl7: Hl7Sim;
  faults: Faults;
  views: HisViews | undefined;
  /** Of a folder that is served instead; null otherwise. */
  folderReport: FolderReport | null;
  /** Every HL7 message of that folder, in order, with what was answered. */
  sendFolder(): ReturnType<Hl7Sim['sendFolder']>;
}

/** A hospital's HIS (FHIR, database views), its LIS (HL7) and the viewer of its PACS. */
export async function startHisSim(options: HisSimOptions): Promise<HisSim> {
  const { faults = new Faults(), clock = new HospitalClock(), journal = new Journal() } = options;
  const { token = LOCAL_HIS_TOKEN, pacsKey = '' } = options;
  const store = new FhirStore(clock, faults, journal);
  const folderReport = fill(store, options);
  const hl7 = await startHl7Sim({
    port: options.mllpPort,
    target: options.hl7Target ?? { host: '127.0.0.1', port: 7327 },
    now: () => clock.now(),
  });
  const actions = new HisActions(store, clock, hl7, journal);
  const fhir = new FhirServer({ store, faults, clock, token, isDown: () => actions.isDown });
  const views = await openViews(options);
  let origin = '';
  const answer = withFaults(
    faults,
    'his',
    // Links name it as it was called: whoever came through a proxy is not led past it.
    (request) =>
      fhir.handle(request, request.headers.host ? `http://${request.headers.host}` : origin),
    ({ status = 503 }) => outcome(status, 'transient'),
  );
  const server = await serve(options.port, async (request) =>
    route(request, { answer, hl7, pacsKey }),
  );
  origin = server.url;
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), hl7.close(), views?.close()]);
  };
  const { port: mllpPort } = hl7;
  return {
    ...server,
    mllpPort,
    token,
    store,
    actions,
    hl7,
    faults,
    views,
    folderReport,
    sendFolder: async () => (options.folder ? hl7.sendFolder(options.folder) : []),
    close,
  };
}

interface Parts {
  answer: (request: SimRequest) => Promise<SimAnswer> | SimAnswer;
  hl7: Hl7Sim;
  pacsKey: string;
}

async function route(request: SimRequest, { answer, hl7, pacsKey }: Parts): Promise<SimAnswer> {
  if (request.path.startsWith('/fhir/')) return answer(request);
  if (request.path === '/pacs/viewer') return viewPictures(request, pacsKey, Date.now());
  return (await hl7Control(hl7, request)) ?? jsonAnswer(404, { message: '没有这个地址' });
}

function fill(store: FhirStore, options: HisSimOptions): FolderReport | null {
  const { folder, anchor = new Date(), isFilled = true } = options;
  if (folder) {
    if (!existsSync(folder)) throw new Error(`SIM_HIS_FOLDER ${folder} does not exist`);
    store.clear();
    return loadFolder(store, folder);
  }
  if (isFilled && store.isEmpty) {
    for (const { resource, at } of resourcesOf(makeHospital('MAIN', anchor))) {
      store.put(resource, at);
    }
  }
  return null;
}

async function openViews({ views, anchor = new Date() }: HisSimOptions) {
  if (!views) return undefined;
  const database = await HisViews.open(views);
  await database.fill(makeHospital('PARK', anchor));
  return database;
}
