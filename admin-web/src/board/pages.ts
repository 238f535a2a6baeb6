import { useEffect, useState } from 'react';
import type { BoardQueue } from './live-board';

const pageMs = 10_000;

/** What fits: designed for 1920 × 1080, drawn larger or smaller as a whole. */
interface Capacity {
  /** Pixels of one unit of the design. */
  unit: number;
  columns: number;
  rows: number;
}

const cardWidth = 440;
const cardHeight = 900;
const aroundCards = 150;
/** Below it nobody reads the numbers from ten metres. */
const leastUnit = 0.6;

function capacityOf(width: number, height: number): Capacity {
  const unit = Math.max(leastUnit, Math.min(width / 1920, height / 1080));
  const fits = (space: number, each: number): number =>
    Math.max(1, Math.floor(space / (each * unit)));
  return {
    unit,
    columns: fits(width, cardWidth),
    rows: fits(height - aroundCards * unit, cardHeight),
  };
}

export function useCapacity(): Capacity {
  const measure = (): Capacity => capacityOf(window.innerWidth, window.innerHeight);
  const [capacity, setCapacity] = useState(measure);
  useEffect(() => {
    const again = (): void => setCapacity(measure());
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, []);
  return capacity;
}

/**
 * What the pages turn through. A branch may have fifty clinics: those where nobody is called, waits or has
 * been passed over stay out while there is more than one page, so that the others come round sooner.
 */
export function worthShowing(queues: BoardQueue[], perPage: number): BoardQueue[] {
  if (queues.length <= perPage) return queues;
  const busy = queues.filter(
    ({ called, waiting, passed, isSuspended }) =>
      called !== null || waiting > 0 || passed.length > 0 || isSuspended,
  );
  return busy.length > 0 ? busy : queues;
}

interface Paging<Item> {
  shown: Item[];
  page: number;
  pageCount: number;
}

/** Turns the pages by itself; a call shows its own page at once and leaves it there for a full turn. */
export function usePages<Item extends { rosterId: string }>(
  items: Item[],
  perPage: number,
  latest: { rosterId: string } | null,
): Paging<Item> {
  const pageCount = Math.max(1, Math.ceil(items.length / perPage));
  const [turned, setTurned] = useState(0);
  const [seen, setSeen] = useState(latest);
  let page = turned % pageCount;
  if (latest !== seen) {
    setSeen(latest);
    const index = items.findIndex(({ rosterId }) => rosterId === latest?.rosterId);
    if (index >= 0) {
      page = Math.floor(index / perPage);
      setTurned(page);
    }
  }
  useEffect(() => {
    if (pageCount === 1) return;
    const timer = setTimeout(() => setTurned(page + 1), pageMs);
    return () => clearTimeout(timer);
  }, [page, pageCount, latest]);
  return { shown: items.slice(page * perPage, (page + 1) * perPage), page, pageCount };
}
