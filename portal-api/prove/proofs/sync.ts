/** The hospital's systems and the product: nothing twice, nothing lost, whatever dies in the middle. */
import { sleep, waitUntil } from '../../dev/postgres';
import { aBranch } from '../../test/support/clinic';
import { aClinicAhead } from '../crowd';
import { BrokenInvariant, must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';
import { countLines, disagreements, type Sides } from '../sync/comparison';
import { aWaitingRoom, DeskSide } from '../sync/desk-side';
import { deeds, FhirSide } from '../sync/fhir-side';
import { aHospital, type Hospital } from '../sync/hospital';
import { human } from '../sync/humans';
import { lisDeeds, LisSide } from '../sync/lis-side';
import { viewDeeds } from '../sync/views-side';
import { changeWeather, clearWeather } from '../sync/weather';

/** Events between two weathers, and between two times that somebody asks for what is new. */
const spell = 20;
const asks = 8;
const perKill = 80;
/** A long proof waits until what a dead worker held comes free by itself. */
const longCount = 1_000;
const restMs = 180_000;
/** Later than is ever read again: only the comparison of everything finds it. */
const tooLateMs = 3 * 3_600_000;

interface Play extends Sides {
  desk: DeskSide;
  random: Random;
  kills: Record<string, number>;
  killedAt: number;
}

async function begin({ scene, random }: ProofRun): Promise<Play> {
  await scene.sql.query(
    `insert into setting (key, value, version, updated_at, updated_by_name) values ('integration.pollSeconds', '5', 1, $1, 'proof')`,
    [scene.now()],
  );
  const { room, known } = await aWaitingRoom(scene);
  const { branchId, slotIds } = await aClinicAhead(scene, { slots: 4, capacity: 40 });
  const branches = { main: branchId, views: await aBranch(scene.app) };
  const hospital = await aHospital(scene, random, branches);
  const shared = Array.from({ length: 4 }, (_, n) => human(70_000 + n, `HP8${n}`));
  const { sim, time } = hospital;
  const both = [...shared, ...known];
  const fhir = new FhirSide(sim.store, time, random.fork('fhir'), both);
  const inLaboratory = shared.map((one) => ({ ...one, id: `LS${one.id}` }));
  const lis = new LisSide(sim.hl7, time, random.fork('laboratory'), inLaboratory);
  const desk = new DeskSide(scene, room, slotIds, random.fork('desk'));
  const fork = random.fork('history');
  const kills = { worker: 0, web: 0, postgres: 0 };
  return { scene, hospital, fhir, lis, desk, branchId, random: fork, kills, killedAt: 0 };
}

/** The first of each kind, so that every stream has begun. */
function firstOfEach({ fhir, lis, desk }: Play): void {
  for (const deed of ['newVisit', 'newCharge', 'newDiagnosis', 'newOrder', 'newReport'] as const) {
    fhir.act(deed);
  }
  lis.act('newReport');
  desk.act();
}

function happen({ random, fhir, lis, hospital, desk }: Play): void {
  switch (random.weighted({ fhir: 10, laboratory: 4, views: 3, desk: 4 })) {
    case 'fhir':
      return fhir.act(random.weighted(deeds));
    case 'laboratory':
      return lis.act(random.weighted(lisDeeds));
    case 'views':
      return hospital.views.act(random.weighted(viewDeeds));
    case 'desk':
      return desk.act();
  }
}

async function kill(play: Play, which: 'worker' | 'web' | 'postgres'): Promise<void> {
  const { scene, random, kills } = play;
  const n = random.int(2);
  await (which === 'postgres' ? scene.stage.killPostgres() : scene.kill(which, n));
  kills[which]! += 1;
  play.killedAt = Date.now();
}

async function history(play: Play, count: number): Promise<void> {
  const { hospital, random } = play;
  let killing: Promise<void> = Promise.resolve();
  for (let n = 0, killed = 0; n < count; n++) {
    if (n % spell === 0) changeWeather(hospital, random);
    if (n % asks === 0) void askForNews(play, false);
    if (n % perKill === 30) {
      await killing;
      // Of each at least one, however short it is.
      const first = (['worker', 'postgres'] as const)[killed++];
      killing = kill(play, first ?? random.weighted({ worker: 3, postgres: 2, web: 1 }));
      killing.catch(() => undefined);
    }
    happen(play);
    await sleep(random.between(15, 75));
  }
  await killing;
}

/** As somebody would who looks at the board. */
async function askForNews({ scene, hospital }: Play, isFull: boolean): Promise<void> {
  const { ids, admin } = hospital;
  for (const systemId of [ids.fhir, ids.views]) {
    const options = { as: admin, params: { systemId }, body: { kind: null, isFull } };
    await scene.call(0, 'runExternalSystem', options).catch(() => undefined);
  }
}

/** All lines are whole again, and everybody has said what there was to say. */
async function heal(play: Play, isPatient: boolean): Promise<void> {
  const { scene, hospital } = play;
  clearWeather(hospital);
  await scene.requireReady(60_000);
  if (!isPatient) await hurryLeases(play);
  await allSaid(play);
  if (!isPatient) await hurryLeases(play);
}

async function allSaid({ lis, desk, hospital }: Play): Promise<void> {
  await Promise.all([lis.finish(restMs), desk.finish(), hospital.views.finish()]);
}

/** What would come free by itself in a minute or two: a short proof does not wait for it. */
async function hurryLeases({ scene, killedAt }: Play): Promise<void> {
  const before = (seconds: number) => new Date(killedAt + seconds * 1_000);
  /** The workers write the same rows meanwhile: PostgreSQL may ask to come again. */
  const write = async (text: string, values: unknown[] = []) => {
    for (let tries = 1; ; tries++) {
      try {
        return await scene.sql.query(text, values);
      } catch (error) {
        if (tries === 5 || (error as { code?: string }).code !== '40P01') throw error;
      }
    }
  };
  await write(
    `update system_lease set until = 'epoch'
      where until < case purpose when 'listen' then $1::timestamptz else $2::timestamptz end`,
    [before(20), before(30)],
  );
  await write(
    `update outbound_message set next_at = 'epoch' where state = 'queued' or (state = 'unknown' and next_at < $1)`,
    [before(90)],
  );
  await write(`update inbound_message set next_at = null where state = 'received'`);
}

const restSql = `
  select (select count(*)::int from sync_stream where direction = 'in' and system_id = any($1)
      and (last_success_at is null or last_success_at < $2 or failures > 0 or wants_full)) as streams,
    (select count(*)::int from inbound_message where state = 'received') as inbound,
    (select count(*)::int from outbound_message where state in ('queued', 'unknown')) as outbound,
    (select count(*)::int from outbox where processed_at is null) as events`;

/** Everything there was asked for after this moment, and nothing is under way. */
async function rest(play: Play, isFull: boolean): Promise<void> {
  const { sql } = play.scene;
  const { fhir, views } = play.hospital.ids;
  await askForNews(play, isFull);
  const since = new Date();
  let left: Record<string, number> = {};
  const isQuiet = await waitUntil(
    async () => {
      const { rows } = await sql.query<Record<string, number>>(restSql, [[fhir, views], since]);
      left = rows[0]!;
      if (left['streams']! > 0) await askForNews(play, false);
      return Object.values(left).every((count) => count === 0);
    },
    restMs,
    400,
  );
  must(isQuiet, 'the two sides do not come to rest', left);
}

/** @throws BrokenInvariant with the differences that stay, however often is asked for what is new */
async function agree(play: Play, isFull = false): Promise<void> {
  let found: string[] = [];
  for (let round = 0; round < 3; round++) {
    await rest(play, isFull);
    found = await disagreements(play);
    if (found.length === 0) return;
    await sleep(1_000);
  }
  throw new BrokenInvariant(`${found.length} differences between the two sides`, found.slice(0, 6));
}

async function run(proof: ProofRun): Promise<string> {
  const { scene, count } = proof;
  const play = await begin(proof);
  try {
    firstOfEach(play);
    await allSaid(play);
    await agree(play);
    await proof.sabotage();
    await history(play, count);
    await heal(play, count >= longCount);
    await agree(play);
    // And what was written so late that no overlap reaches it.
    for (let n = 0; n < 3; n++) play.fhir.newReport(undefined, tooLateMs);
    await agree(play, true);
    return await summary(scene, play, count);
  } finally {
    await close(play.lis, play.hospital);
  }
}

async function close(lis: LisSide, hospital: Hospital): Promise<void> {
  await lis.stop();
  await hospital.close();
}

async function summary(scene: Scene, play: Play, count: number): Promise<string> {
  const { kills, desk, lis } = play;
  const { rows } = await scene.sql.query<{ state: string; n: number }>(
    `select state, count(*)::int as n from inbound_message group by 1 order by 2 desc`,
  );
  const states = rows.map(({ state, n }) => `${n} ${state}`).join(', ');
  must(desk.done.book > 0 && desk.done.cancel > 0, 'nothing was shown: no booking, or none ended');
  must(lis.taken > 0, 'nothing was shown: the laboratory got no answer');
  return (
    `${count} events, ${kills['worker']} workers, ${kills['web']} API and ${kills['postgres']} PostgreSQL killed; ` +
    `${states}; ${desk.done.book} booked, ${desk.done.cancel} cancelled; ${countLines(play)} records equal on both sides`
  );
}

/** A report is thrown away on its way in, and taken for one that came before. */
const lostReport = hostileTrigger(
  'inbound_message',
  'before insert',
  `if new.kind in ('report', 'ORU^R01') and new.seq % 4 = 0 then return null; end if; return new;`,
);

/** Each fourth result stands in its report twice. */
const doubledResult = hostileTrigger(
  'observation',
  'after insert',
  `if new.position = 1 and pg_trigger_depth() = 1 then
     insert into observation select (jsonb_populate_record(new, jsonb_build_object('id', gen_random_uuid(), 'position', 900))).*;
   end if; return null;`,
);

/** What has been read is put down too far: whatever was written late behind it is never looked for. */
const hastyWatermark = hostileTrigger(
  'sync_stream',
  'before update',
  `if new.watermark is not null then new.watermark := new.watermark + interval '25 minutes'; end if; return new;`,
);

/** Cancellations count as said before anybody said them. */
const untoldCancellation = hostileTrigger(
  'outbound_message',
  'before insert',
  `if new.kind = 'appointment-cancel' then
     new.state := 'acknowledged'; new.next_at := null; new.acknowledged_at := new.created_at;
   end if; return new;`,
);

export const sync: Proof = {
  name: 'sync',
  shows:
    "the product and the hospital's systems hold the same in the end, nothing twice, nothing lost",
  unit: 'events',
  counts: { small: 240, full: 2_000 },
  scene: { apis: 1, workers: 2 },
  sabotages: {
    'lost-report': lostReport,
    'doubled-result': doubledResult,
    'hasty-watermark': hastyWatermark,
    'untold-cancellation': untoldCancellation,
  },
  run,
};
