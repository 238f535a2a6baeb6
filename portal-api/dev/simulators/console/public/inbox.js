import { button, el, empty, tag, toast } from './dom.js';
import { dateTime } from './words.js';

let openBox = 'sms';
let openPhone = '';

/** The simulated phones: text messages by number, mail, WeChat messages. */
export function renderInbox(state, refresh) {
  const boxes = {
    sms: ['短信', state.sms.length, () => smsBox(state.sms, refresh)],
    mail: ['邮件', state.mails.length, () => mailBox(state.mails)],
    wechat: ['微信', state.wechatMessages.length, () => wechatBox(state.wechatMessages)],
  };
  const chips = Object.entries(boxes).map(([name, [label, count]]) =>
    chip(`${label} ${count}`, openBox === name, () => {
      openBox = name;
      refresh('inbox');
    }),
  );
  return el('div', {}, el('div', { className: 'chips' }, chips), boxes[openBox][2]());
}

function smsBox(messages, refresh) {
  if (messages.length === 0) {
    return empty('还没有短信', '在患者端用手机号登录，验证码会出现在这里。');
  }
  const phones = [...new Set(messages.map((message) => message.to))];
  if (!phones.includes(openPhone)) openPhone = '';
  const choose = (phone) => () => {
    openPhone = phone;
    refresh('inbox');
  };
  const chips = [
    chip('全部号码', openPhone === '', choose('')),
    ...phones.slice(0, 12).map((phone) => chip(phone, openPhone === phone, choose(phone))),
  ];
  const shown = messages.filter((message) => openPhone === '' || message.to === openPhone);
  return el(
    'div',
    {},
    phones.length > 1 && el('div', { className: 'chips' }, chips),
    shown.slice(0, 50).map(smsCard),
  );
}

function smsCard(message) {
  return el(
    'article',
    { className: 'card' },
    el(
      'div',
      { className: 'card-head' },
      el('h3', { className: 'mono' }, message.to),
      el('span', { className: 'quiet' }, dateTime(message.at)),
    ),
    message.code && codeLine(message.code),
    el('p', {}, message.text),
    el('div', { className: 'row' }, deliveryTags(message)),
  );
}

function codeLine(code) {
  const copy = button('复制', 'edged', async () => {
    await navigator.clipboard.writeText(code);
    toast('验证码已复制');
  });
  return el('div', { className: 'code' }, el('strong', {}, code), copy);
}

function deliveryTags({ status, receiptError }) {
  return [
    status === 'failed' && tag('未送达：号码不可达', 'bad'),
    status === 'lost' && tag('回执已丢失', 'warn'),
    receiptError && tag(`回执被拒：${receiptError}`, 'warn'),
  ];
}

function mailBox(mails) {
  if (mails.length === 0) return empty('还没有邮件', '产品寄出的邮件会出现在这里。');
  return el('div', {}, mails.slice(0, 50).map(mailCard));
}

function mailCard(mail) {
  return el(
    'article',
    { className: 'card' },
    el('h3', {}, mail.subject),
    el('p', { className: 'quiet' }, `${mail.to} · ${dateTime(mail.at)}`),
    ...mail.text.split('\n').map((line) => el('p', {}, line)),
  );
}

function wechatBox(messages) {
  if (messages.length === 0) {
    return empty('还没有微信消息', '患者同意订阅后，服务通知会出现在这里。');
  }
  return el('div', {}, messages.slice(0, 50).map(wechatCard));
}

function wechatCard(message) {
  const values = Object.values(message.data).map(({ value }) => el('p', {}, value));
  return el(
    'article',
    { className: 'card' },
    el(
      'div',
      { className: 'card-head' },
      el('h3', {}, '服务通知'),
      el('span', { className: 'quiet' }, dateTime(message.at)),
    ),
    values,
    el('p', { className: 'quiet mono' }, `${message.openid} · ${message.templateId}`),
  );
}

function chip(label, isPressed, onclick) {
  return el('button', { type: 'button', 'aria-pressed': String(isPressed), onclick }, label);
}
