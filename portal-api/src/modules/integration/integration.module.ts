import type { ModuleDefinition } from '../../kernel';
import { ConflictStore } from './agreement/conflict-store';
import { ExternalIds } from './agreement/external-ids';
import { NewExternalIds } from './agreement/new-external-ids';
import { SentPatients } from './agreement/sent-patients';
import { ExternalSchedules } from './agreement/external-schedules';
import { ConflictsController } from './conflicts/conflicts.controller';
import { ResolveSyncConflict } from './conflicts/resolve-sync-conflict';
import { SyncConflicts } from './conflicts/sync-conflicts';
import { inboundClasses, inboundSubscriptions, TakeIn } from './inbound';
import { InboundOfPatient } from './patient-follower';
import { EndUnconfirmed, numberSourceClasses, numberSourceSettings } from './number-source';
import { outboundClasses, outboundSubscriptions, SendOutbound } from './outbound';
import { AdapterFactoryHolder } from './ports';
import { InboundController } from './quarantine/inbound.controller';
import { ReadInbound } from './quarantine/read-inbound';
import { ReplayInbound } from './quarantine/replay-inbound';
import { SettleInbound } from './quarantine/settle-inbound';
import { integrationSettings } from './streams/integration.settings';
import { Leases } from './streams/leases';
import { ListenToSystems } from './streams/listen-to-systems.job';
import { MappingReport } from './streams/mapping-report';
import { PullSystems } from './streams/pull-systems.job';
import { SteerStreams } from './streams/steer-streams';
import { SyncBoard } from './streams/sync-board';
import { SyncStreams } from './streams/sync-streams';
import { ConnectedSystems } from './systems/connected-systems';
import { ExternalSystems } from './systems/external-systems';
import { SaveExternalSystem } from './systems/save-external-system';
import { SystemConfig } from './systems/system-config';
import { SystemsController } from './systems/systems.controller';
import { TestExternalSystem } from './systems/test-external-system';

/** The hospital's own systems: what comes in, what goes out, and how far behind either is. */
export const integrationModule: ModuleDefinition = {
  name: 'integration',
  classes: [
    AdapterFactoryHolder,
    InboundOfPatient,
    ConnectedSystems,
    ExternalSystems,
    SystemConfig,
    SaveExternalSystem,
    TestExternalSystem,
    ExternalIds,
    NewExternalIds,
    ExternalSchedules,
    ConflictStore,
    SentPatients,
    ...inboundClasses,
    SyncStreams,
    Leases,
    PullSystems,
    ListenToSystems,
    SyncBoard,
    SteerStreams,
    MappingReport,
    SystemsController,
    ReadInbound,
    ReplayInbound,
    SettleInbound,
    InboundController,
    SyncConflicts,
    ResolveSyncConflict,
    ConflictsController,
    ...outboundClasses,
    ...numberSourceClasses,
  ],
  subscriptions: [...outboundSubscriptions, ...inboundSubscriptions],
  jobs: [
    { name: 'send-outbound', everySeconds: 1, job: SendOutbound },
    { name: 'end-unconfirmed-numbers', everySeconds: 15, job: EndUnconfirmed },
    { name: 'pull-systems', everySeconds: 1, job: PullSystems },
    { name: 'listen-to-systems', everySeconds: 4, job: ListenToSystems },
    { name: 'take-in-messages', everySeconds: 1, job: TakeIn },
  ],
  settings: [...integrationSettings, ...numberSourceSettings],
};
