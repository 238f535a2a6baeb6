/**
 * `npm run bench [-- --quick] [-- W1 W2 W3 W4 W8 slots reports oru first-sync]`: each workload beside its floor in the same run, the
 * order turned every round. Ratios are what counts; a wrong answer or a broken count fails the run.
 * `--quick` checks that the bench itself works: small numbers, no verdict on speed.
 */
import { tell, type Comparison } from './compare';
import { setStage, type Stage } from './stage';
import { bookPlace } from './workloads/book-place';
import { daySlots } from './workloads/day-slots';
import { firstSync } from './workloads/first-sync';
import { morningRush } from './workloads/morning-rush';
import { notifications } from './workloads/notifications';
import { oruMessages } from './workloads/oru-messages';
import { patientSearch } from './workloads/patient-search';
import { readReport } from './workloads/read-report';
import { reportLists } from './workloads/report-lists';

const isQuick = process.argv.includes('--quick');
const chosen = process.argv.slice(2).filter((word) => !word.startsWith('--'));
/** The first of them warms up. */
const rounds = isQuick ? 2 : 6;

interface Outcome {
  text: string;
  isReached: boolean;
}

const compared = (comparison: Comparison): Outcome => ({
  text: tell(comparison),
  isReached: comparison.median >= comparison.goal,
});

const reportCount = isQuick ? 1_000 : 100_000;

const workloads: Record<string, (stage: Stage) => Promise<Outcome>> = {
  W1: async (stage) => compared(await bookPlace(stage, rounds, isQuick ? 200 : 3_000)),
  W2: async (stage) => morningRush(stage, rounds, isQuick ? 200 : 2_000),
  slots: async (stage) => compared(await daySlots(stage, rounds, isQuick ? 200 : 4_000)),
  reports: async (stage) => reportLists(stage, rounds, reportCount, isQuick ? 200 : 2_000),
  W3: async (stage) =>
    compared(await readReport(stage, rounds, reportCount, isQuick ? 200 : 3_000)),
  W8: async (stage) => compared(await notifications(stage, rounds, isQuick ? 200 : 2_000)),
  oru: async (stage) => {
    const comparison = await oruMessages(stage, rounds, isQuick ? 200 : 1_000);
    const { text, isReached } = compared(comparison);
    const taken = Math.round(comparison.takenPerSecond);
    return { text: `${text}\n  in the records ${taken}/s, sending included`, isReached };
  },
  'first-sync': async (stage) => firstSync(stage, isQuick ? 1 : 3, isQuick ? 500 : 50_000),
  W4: async (stage) => patientSearch(stage, isQuick ? 20_000 : 1_000_000, isQuick ? 100 : 2_000),
};

async function main(): Promise<void> {
  const names = chosen.length ? chosen : Object.keys(workloads);
  const unknown = names.filter((name) => !workloads[name]);
  if (unknown.length)
    throw new Error(
      `no workload ${unknown.join(', ')}: choose from ${Object.keys(workloads).join(', ')}`,
    );
  const stage = await setStage();
  const outcomes: Outcome[] = [];
  try {
    for (const name of names) {
      const outcome = await workloads[name]!(stage);
      console.log(outcome.text);
      outcomes.push(outcome);
    }
  } finally {
    await stage.close();
  }
  if (!isQuick && outcomes.some(({ isReached }) => !isReached)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
