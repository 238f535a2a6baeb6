import { read, send } from './client.js';
import { button, el, toast } from './dom.js';
import { dateTime, minutesToEight } from './words.js';

const POLL_MS = 5_000;

/** Draws the hospital's clock and keeps it going. */
export async function renderClock(draw) {
  const now = el('p', { className: 'clock-now', 'aria-live': 'polite' });
  const hint = el('p', { className: 'quiet' });
  let reading;

  const show = (next) => {
    reading = next;
    document.getElementById('top-clock').textContent = next.isSynced ? dateTime(next.now) : '';
    now.textContent = next.isSynced ? dateTime(next.now) : '产品还没有启动';
    hint.textContent = next.isSynced
      ? '只能向前拨。预约、提醒、超时和任务都按这个时间走。'
      : '启动后这里显示医院时间，并可以向前拨。';
    for (const control of buttons) control.disabled = !next.isSynced;
  };
  const advance = (label, minutes) =>
    button(label, 'edged', async () => {
      show(await send('clock', { advanceMinutes: minutes() }));
      toast(`现在是 ${dateTime(reading.now)}`);
    });
  const buttons = [
    advance('＋5 分钟', () => 5),
    advance('＋1 小时', () => 60),
    advance('＋1 天', () => 1440),
    advance('到下一个早上 8:00', () => minutesToEight(reading.now)),
  ];
  draw(
    el('div', { className: 'card' }, now, hint, el('div', { className: 'row actions' }, buttons)),
  );
  const poll = async () => {
    if (!document.hidden) await read('clock').then(show, () => undefined);
    setTimeout(() => void poll(), POLL_MS);
  };
  await poll();
}
