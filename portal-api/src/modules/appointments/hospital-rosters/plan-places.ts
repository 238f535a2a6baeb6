/** From the places we have and those the hospital has to what must change. Pure. */
import type { LockedPlace } from '../rosters/locked-roster';
import type { HospitalSlot } from './hospital-clinic';

export interface KnownSlot {
  id: string;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  is_closed: boolean;
}

interface PlaceKey {
  slotId: string;
  number: number;
}

export interface PlacesPlan {
  /** With the id of a slot that is there, or the place of one among `newSlots`. */
  add: { slotId: string; number: number; isFree: boolean }[];
  remove: PlaceKey[];
  open: PlaceKey[];
  close: PlaceKey[];
  slots: { id: string; endsAt: Date; capacity: number; isClosed: boolean }[];
  newSlots: { id: string; startsAt: Date; endsAt: Date; capacity: number }[];
  /** Not at the hospital any more, and nobody has a place of it. */
  goneSlots: string[];
  /** Sold here beyond what the hospital has. */
  oversold: { startsAt: Date; taken: number; places: number }[];
}

export interface PlacesBefore {
  slots: readonly KnownSlot[];
  places: readonly LockedPlace[];
  /** Closed by a person: then nothing opens. */
  isClosed: boolean;
}

/**
 * Places that somebody has stay, whatever the hospital says. Of the others as many are free as neither we nor
 * the hospital has sold; what is sold elsewhere stands closed. Who is right about the last place is decided
 * by the lock at the hospital.
 */
export function planPlaces(
  before: PlacesBefore,
  wanted: readonly HospitalSlot[],
  now: Date,
  newId: () => string,
): PlacesPlan {
  const plan: PlacesPlan = {
    add: [],
    remove: [],
    open: [],
    close: [],
    slots: [],
    newSlots: [],
    goneSlots: [],
    oversold: [],
  };
  const known = new Map(before.slots.map((slot) => [slot.starts_at.getTime(), slot]));
  const numbers = { last: before.places.reduce((last, { number }) => Math.max(last, number), 0) };
  for (const slot of wanted) {
    const ours = known.get(slot.startsAt.getTime());
    known.delete(slot.startsAt.getTime());
    const id = ours?.id ?? newId();
    const capacity = fit(plan, before, slot, id, numbers);
    const isClosed = before.isClosed || slot.places === 0;
    if (ours) noteSlot(plan, ours, { endsAt: slot.endsAt, capacity, isClosed });
    else if (capacity > 0) {
      plan.newSlots.push({ id, startsAt: slot.startsAt, endsAt: slot.endsAt, capacity });
    }
  }
  // What is over may have been cleared away there.
  for (const slot of known.values()) if (slot.starts_at > now) end(plan, before, slot);
  return plan;
}

export function isNothing(plan: PlacesPlan): boolean {
  const { oversold: _, ...changes } = plan;
  return Object.values(changes).every((list) => list.length === 0);
}

/** @returns how many places the slot has then */
function fit(
  plan: PlacesPlan,
  before: PlacesBefore,
  { startsAt, places, taken }: HospitalSlot,
  slotId: string,
  numbers: { last: number },
): number {
  const { sold, unsold } = placesOf(before, slotId);
  if (sold > places) plan.oversold.push({ startsAt, taken: sold, places });
  const rest = Math.max(0, places - sold);
  const free = before.isClosed ? 0 : Math.max(0, places - Math.max(sold, taken));
  // The last numbers go first, those that nobody could have had before the others.
  const kept = unsold.slice(0, rest);
  plan.remove.push(...unsold.slice(rest).map(({ number }) => ({ slotId, number })));
  kept.forEach(({ number, state }, index) => {
    if (index < free && state === 'closed') plan.open.push({ slotId, number });
    if (index >= free && state === 'free') plan.close.push({ slotId, number });
  });
  for (let index = kept.length; index < rest; index += 1) {
    numbers.last += 1;
    plan.add.push({ slotId, number: numbers.last, isFree: index < free });
  }
  return sold + rest;
}

function end(plan: PlacesPlan, before: PlacesBefore, slot: KnownSlot): void {
  const { sold, unsold } = placesOf(before, slot.id);
  plan.remove.push(...unsold.map(({ number }) => ({ slotId: slot.id, number })));
  if (sold === 0) {
    // One that somebody had once stays, empty.
    const isEmptied = slot.is_closed && slot.capacity === 0 && unsold.length === 0;
    if (!isEmptied) plan.goneSlots.push(slot.id);
    return;
  }
  plan.oversold.push({ startsAt: slot.starts_at, taken: sold, places: 0 });
  // What is given back of it is nobody's any more.
  noteSlot(plan, slot, { endsAt: slot.ends_at, capacity: sold, isClosed: true });
}

function placesOf(before: PlacesBefore, slotId: string) {
  const all = before.places.filter((place) => place.slot_id === slotId);
  const isUnsold = ({ state }: LockedPlace): boolean => state === 'free' || state === 'closed';
  const unsold = all.filter(isUnsold).sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  return { sold: all.length - unsold.length, unsold };
}

const rank = ({ state }: LockedPlace): number => (state === 'free' ? 0 : 1);

function noteSlot(
  plan: PlacesPlan,
  slot: KnownSlot,
  wish: { endsAt: Date; capacity: number; isClosed: boolean },
): void {
  const isSame =
    slot.ends_at.getTime() === wish.endsAt.getTime() &&
    slot.capacity === wish.capacity &&
    slot.is_closed === wish.isClosed;
  if (!isSame) plan.slots.push({ id: slot.id, ...wish });
}
