import type { Page } from './page';
import type { View } from './view';

const bubbling = new Set(['tap', 'longpress', 'touchstart', 'touchmove', 'touchend']);
let clock = 0;

/** Fires an event on an element as WeChat does, upwards where it bubbles; false when nobody listens. */
export function fire(page: Page, view: View, type: string, detail: object = {}): boolean {
  const target = seen(view);
  let isHeard = false;
  for (let here: View | null = view; here; here = here.parent) {
    const how = here.events[type];
    if (how) {
      isHeard = true;
      clock += 1;
      page.call('eh', { type, timeStamp: clock, detail, target, currentTarget: seen(here) });
      if (how === 'catch') break;
    }
    if (!bubbling.has(type)) break;
  }
  return isHeard;
}

const seen = ({ id, sid }: View): object => ({
  id,
  dataset: { sid },
  offsetLeft: 0,
  offsetTop: 0,
});
