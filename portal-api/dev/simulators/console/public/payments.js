import { send } from './client.js';
import { button, el, empty, tag, toast } from './dom.js';
import { dateTime, EVENTS, money, NOTICE_STATES, ORDER_STATES, REFUND_STATES } from './words.js';

/** Which folded lists are open: drawing again must not close them. */
const open = new Set();

/** The cashier: what waits to be paid, refunds, what the product was told. */
export function renderPayments({ orders, refunds, notices }, refresh) {
  const act = (work, done) => async () => {
    await work();
    if (done) toast(done);
    await refresh();
  };
  const waiting = orders.filter((order) => order.state === 'NOTPAY');
  const rest = orders.filter((order) => order.state !== 'NOTPAY');
  return el(
    'div',
    {},
    waiting.length === 0 &&
      empty('没有待支付的订单', '在患者端提交预约后，订单会出现在这里，点「支付」即可。'),
    waiting.map((order, index) => waitingCard(order, index === 0, act)),
    folded('退款', refunds, (refund) => refundItem(refund, act)),
    folded('支付通知', notices, (notice) => noticeItem(notice, act)),
    folded('其他订单', rest, (order) => orderItem(order, act)),
  );
}

function waitingCard(order, isFirst, act) {
  const { outTradeNo } = order;
  return el(
    'article',
    { className: 'card' },
    el(
      'div',
      { className: 'card-head' },
      el('h3', {}, order.description),
      tag(order.tradeType === 'NATIVE' ? '扫码支付' : '微信内支付'),
    ),
    el('p', { className: 'amount' }, money(order.amountFen)),
    el('p', { className: 'quiet mono' }, `订单 ${outTradeNo} · ${dateTime(order.createdAt)}`),
    order.codeUrl && el('p', { className: 'quiet mono' }, `二维码 ${order.codeUrl}`),
    order.refusedAt && tag('患者已拒绝支付', 'warn'),
    el(
      'div',
      { className: 'row actions' },
      button(
        '支付',
        isFirst ? 'main' : 'edged',
        act(() => send('orders/pay', { outTradeNo }), '已支付，通知已发给产品'),
      ),
      button(
        '拒绝',
        'refuse',
        act(() => send('orders/refuse', { outTradeNo }), '已拒绝支付'),
      ),
      button(
        '伪造通知',
        '',
        act(() => forge(outTradeNo)),
      ),
    ),
  );
}

async function forge(outTradeNo) {
  const { status } = await send('orders/forge', { outTradeNo });
  const refused = status >= 400;
  toast(refused ? `产品拒绝了伪造的通知（${status}）` : `产品对伪造的通知回答了 ${status}`);
}

function folded(title, items, render) {
  const box = el(
    'details',
    { open: open.has(title) },
    el('summary', {}, el('h3', {}, `${title} ${items.length}`)),
    items.length === 0
      ? el('p', { className: 'empty' }, '暂无')
      : el('ul', { className: 'list' }, items.slice(0, 50).map(render)),
  );
  box.addEventListener('toggle', () => (box.open ? open.add(title) : open.delete(title)));
  return box;
}

function refundItem(refund, act) {
  const finish = (label, state, kind) =>
    button(
      label,
      kind,
      act(() => send('refunds/finish', { outRefundNo: refund.outRefundNo, state })),
    );
  const isOpen = refund.state === 'PROCESSING' || refund.state === 'ABNORMAL';
  return el(
    'li',
    {},
    el(
      'div',
      { className: 'card-head' },
      el('strong', {}, `${money(refund.refundFen)} / ${money(refund.totalFen)}`),
      tag(...REFUND_STATES[refund.state]),
    ),
    el('p', { className: 'quiet mono' }, `${refund.outRefundNo} · ${dateTime(refund.createdAt)}`),
    refund.reason && el('p', { className: 'quiet' }, `原因：${refund.reason}`),
    isOpen &&
      el(
        'div',
        { className: 'row' },
        finish('退款成功', 'SUCCESS', 'edged'),
        finish('退款异常', 'ABNORMAL', 'refuse'),
      ),
  );
}

function noticeItem(notice, act) {
  const tries = notice.attempts.map(({ status, forged }) =>
    tag(
      `${status || '无应答'}${forged ? ' 伪造' : ''}`,
      status >= 200 && status < 300 ? 'good' : 'bad',
    ),
  );
  return el(
    'li',
    {},
    el(
      'div',
      { className: 'card-head' },
      el('strong', {}, EVENTS[notice.eventType] ?? notice.eventType),
      tag(...NOTICE_STATES[notice.state]),
    ),
    el('p', { className: 'quiet mono' }, notice.outTradeNo),
    el(
      'div',
      { className: 'row' },
      tries,
      button(
        '再发一次',
        '',
        act(() => send('notices/send', { id: notice.id }), '通知已发出'),
      ),
    ),
  );
}

function orderItem(order, act) {
  const payLate = () => send('orders/pay', { outTradeNo: order.outTradeNo, force: true });
  return el(
    'li',
    {},
    el(
      'div',
      { className: 'card-head' },
      el('strong', {}, `${order.description} ${money(order.amountFen)}`),
      tag(...ORDER_STATES[order.state]),
    ),
    el('p', { className: 'quiet mono' }, `${order.outTradeNo} · ${dateTime(order.createdAt)}`),
    order.state === 'CLOSED' &&
      !order.transactionId &&
      button('关闭后仍付款', '', act(payLate, '已付款：产品应当自动退款')),
  );
}
