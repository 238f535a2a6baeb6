/**
 * What an appointment may become, written down a second time and from outside: the product is held
 * against it. A command is a list of steps, each of which happens at once or not at all.
 */
export const commands = [
  'hold',
  'book',
  'release',
  'confirm',
  'cancel',
  'cancel-by-staff',
  'pay-online',
  'pay-at-desk',
] as const;
export type Command = (typeof commands)[number];

/** Pending, booked to be paid at the desk, booked and paid either way, over, or never been. */
export type State = 'none' | 'pending' | 'desk' | 'paid-online' | 'paid-at-desk' | 'cancelled';

export interface World {
  /** The appointment that the commands are about. */
  target: State;
  /** One made meanwhile. */
  fresh: State | undefined;
}

type Step = (world: World) => World | 'refused';

const isLive = (state: State | undefined): boolean =>
  state !== undefined && state !== 'none' && state !== 'cancelled';

const make =
  (made: State): Step =>
  (world) =>
    isLive(world.target) || isLive(world.fresh) ? 'refused' : { ...world, fresh: made };

const move =
  (from: readonly State[], to: State): Step =>
  (world) =>
    from.includes(world.target) ? { ...world, target: to } : 'refused';

const steps: Record<Command, readonly Step[]> = {
  hold: [make('pending')],
  book: [make('desk')],
  release: [move(['pending'], 'cancelled')],
  // Again for who never heard the answer.
  confirm: [move(['pending', 'desk'], 'desk')],
  // What was paid over the counter goes back over the counter.
  cancel: [move(['pending', 'desk', 'paid-online'], 'cancelled')],
  'cancel-by-staff': [move(['pending', 'desk', 'paid-online', 'paid-at-desk'], 'cancelled')],
  // The order is opened; the money comes later, also for who has chosen the desk meanwhile, and goes back
  // where nothing is owed any more.
  'pay-online': [
    move(['pending'], 'pending'),
    (world) =>
      world.target === 'pending' || world.target === 'desk'
        ? { ...world, target: 'paid-online' }
        : world,
  ],
  'pay-at-desk': [move(['pending', 'desk'], 'paid-at-desk')],
};

export interface Ending {
  world: World;
  /** Which of the commands went through. */
  done: readonly boolean[];
}

/** Every way in which these commands may end when they run at once. */
export function endings(world: World, those: readonly Command[]): Ending[] {
  return explore(
    world,
    those.map((command) => [...steps[command]]),
    those.map(() => true),
  );
}

function explore(
  world: World,
  left: readonly (readonly Step[])[],
  done: readonly boolean[],
): Ending[] {
  if (left.every((rest) => rest.length === 0)) return [{ world, done }];
  return left.flatMap((rest, n) => {
    const [step, ...more] = rest;
    if (!step) return [];
    const next = step(world);
    // What is refused goes no further.
    const rests = left.map((each, i) => (i !== n ? each : next === 'refused' ? [] : more));
    const known = done.map((each, i) => (i === n && next === 'refused' ? false : each));
    return explore(next === 'refused' ? world : next, rests, known);
  });
}
