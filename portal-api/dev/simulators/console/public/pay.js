import { read, send } from './client.js';
import { button, el, empty } from './dom.js';
import { dateTime, money, ORDER_STATES } from './words.js';

/** What a person sees after scanning the QR code: whom, what for, how much. */
const query = new URLSearchParams(location.search);
const sheet = document.getElementById('sheet');

function isWanted(order) {
  return query.has('code_url')
    ? order.codeUrl === query.get('code_url')
    : order.outTradeNo === query.get('out_trade_no');
}

async function draw() {
  const { orders } = await read('state');
  const order = orders.find(isWanted);
  sheet.replaceChildren(order ? card(order) : unknown());
}

function unknown() {
  const box = empty('找不到这笔订单', '请在患者端重新打开支付页面，再扫一次。', 'h1');
  box.append(el('p', {}, el('a', { href: './' }, '查看全部待支付订单')));
  return box;
}

function card(order) {
  return el(
    'div',
    { className: 'card' },
    el('p', { className: 'quiet' }, '微信支付（模拟）'),
    el('h1', {}, '随诊医院'),
    el('strong', { className: 'amount' }, money(order.amountFen)),
    el('p', {}, order.description),
    el(
      'dl',
      { className: 'facts' },
      el('dt', {}, '订单号'),
      el('dd', { className: 'mono' }, order.outTradeNo),
      el('dt', {}, '下单时间'),
      el('dd', {}, dateTime(order.createdAt)),
    ),
    order.state === 'NOTPAY' ? decision(order) : outcome(order),
  );
}

function decision({ outTradeNo, refusedAt }) {
  const decide = (path) => async () => {
    await send(path, { outTradeNo });
    await draw();
  };
  return el(
    'div',
    {},
    refusedAt && el('p', { className: 'tag warn' }, '您已拒绝支付，仍可以改变主意'),
    button('支付', 'main', decide('orders/pay')),
    button('拒绝', 'refuse', decide('orders/refuse')),
  );
}

function outcome(order) {
  const [words, kind] = ORDER_STATES[order.state];
  return el(
    'div',
    {},
    el('p', { className: `tag ${kind}` }, words),
    el('p', { className: 'quiet' }, '请回到患者端查看结果。'),
  );
}

draw().catch(() => {
  sheet.replaceChildren(empty('模拟器没有响应', '请稍后刷新本页。', 'h1'));
});
