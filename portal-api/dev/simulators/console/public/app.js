import { read } from './client.js';
import { renderClock } from './clock.js';
import { renderFaults } from './faults.js';
import { renderHospital } from './hospital.js';
import { renderInbox } from './inbox.js';
import { renderPayments } from './payments.js';

const POLL_MS = 1_500;

const sections = {
  inbox: (state) => renderInbox(state, refresh),
  payments: (state) => renderPayments(state, refresh),
  faults: (state) => renderFaults(state, refresh),
};

/** What each section was drawn from: it is drawn again only when that has changed. */
const drawn = {};

function partOf(section, state) {
  const { sms, mails, wechatMessages, orders, refunds, notices, faults } = state;
  if (section === 'inbox') return { sms, mails, wechatMessages };
  return section === 'payments' ? { orders, refunds, notices } : { faults };
}

function draw(section, content) {
  document.querySelector(`[data-section=${section}] [data-body]`).replaceChildren(content);
}

/** `forced` is drawn again even if nothing arrived: the person chose another view of it. */
async function refresh(forced) {
  const offline = document.getElementById('offline');
  try {
    const state = await read('state');
    for (const [section, render] of Object.entries(sections)) {
      const part = JSON.stringify(partOf(section, state));
      if (section !== forced && drawn[section] === part) continue;
      drawn[section] = part;
      draw(section, render(state));
    }
    offline.hidden = true;
  } catch {
    offline.hidden = false;
  }
}

function openTab() {
  const open = location.hash.slice(1) || 'inbox';
  for (const section of document.querySelectorAll('main section')) {
    section.classList.toggle('is-open', section.dataset.section === open);
  }
  for (const link of document.querySelectorAll('.tabs a')) {
    link.setAttribute('aria-current', String(link.hash === `#${open}`));
  }
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(() => void poll(), POLL_MS);
}

addEventListener('hashchange', () => {
  openTab();
  scrollTo(0, 0);
});
openTab();
void poll();
void renderClock((content) => draw('clock', content));
void renderHospital((content) => draw('hospital', content));
