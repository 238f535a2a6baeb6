import { send } from './client.js';
import { button, el, tag, toast } from './dom.js';

const MS = ['毫秒', 3000];

/** What can go wrong: [kind, name, what happens, unit and default of its value, extra settings]. */
const SWITCHES = {
  'wechat-pay': [
    '微信支付',
    [
      ['delay', '接口变慢', '每个应答都晚到', MS],
      ['error', '接口报错', '返回 500 SYSTEM_ERROR，什么都没有发生'],
      ['drop', '应答丢失', '已经处理，但连接中断，谁也不知道结果'],
      ['bad-response-signature', '应答签名错误', '应答不能被相信'],
      ['duplicate', '重复通知', '同一通知同时发多次', ['次', 5]],
      ['reorder', '通知乱序', '扣住，等下一条发出后再发'],
      ['early', '通知抢先', '下单接口返回之前就支付并通知'],
      ['notify-delay', '通知迟到', '晚一些才通知', MS],
      ['lost', '通知丢失', '不再通知，只能靠产品查询'],
      ['forged', '通知签名错误', '这一次的签名是错的'],
      ['wrong-amount', '通知金额不对', '签名正确，金额不是应付的', ['分', 1]],
      ['refund-stuck', '退款卡住', '一直退款中，直到手动处理'],
      ['refund-abnormal', '退款异常', '退款没有到账'],
      ['refund-closed', '退款关闭', '退款被关闭'],
      ['bill-not-ready', '账单未生成', '申请账单时返回 NO_STATEMENT_EXIST'],
      ['bill-missing-row', '账单少一笔', '当天最后一笔支付不在账单里（短款）'],
      ['bill-extra-row', '账单多一笔', '账单里有一笔医院没有的支付（长款）'],
      ['bill-amount', '账单金额不符', '当天最后一笔支付在账单里多 1 分'],
      ['bill-next-day', '账单跨日', '当天最后一笔支付记到次日账单'],
    ],
  ],
  wechat: [
    '微信',
    [
      ['delay', '接口变慢', '每个应答都晚到', MS],
      ['error', '系统繁忙', 'errcode -1'],
      ['drop', '应答丢失', '一次性 code 已用掉，但应答没有到'],
    ],
  ],
  sms: [
    '短信',
    [
      ['delay', '接口变慢', '每个应答都晚到', MS],
      ['error', '服务繁忙', '短信没有发出'],
      ['drop', '应答丢失', '短信已发出，但应答没有到'],
      ['undelivered', '号码不可达', '回执说没有送达'],
      ['lost', '回执丢失', '没有送达回执'],
      ['duplicate', '重复回执', '同一回执发多次', ['次', 2]],
      ['forged', '回执签名错误', '回执不能被相信'],
    ],
  ],
  his: [
    '医院系统（FHIR）',
    [
      ['delay', '接口变慢', '每个应答都晚到', MS],
      ['error', '接口报错', '返回 503'],
      ['drop', '应答丢失', '已经处理，但连接中断，谁也不知道结果'],
      ['duplicate', '重复数据', '同一条记录在一页里出现两次'],
      ['clock-skew', '时钟不准', '新记录的时间超前', MS],
      ['late-row', '迟到的记录', '新记录的时间早于写入', MS],
    ],
  ],
  mail: [
    '邮件',
    [
      ['delay', '服务器变慢', '收信很慢', MS],
      ['error', '暂时拒收', 'SMTP 451'],
    ],
  ],
};

const COUNTS = [
  ['1', '1 次'],
  ['3', '3 次'],
  ['10', '10 次'],
  ['', '一直'],
];
const CHANCES = [
  ['1', '每次都发生'],
  ['0.5', '一半的时候'],
  ['0.2', '五次里一次'],
];

const open = new Set(['wechat-pay']);

/** The switchboard of faults. */
export function renderFaults({ faults }, refresh) {
  const clearAll = button('全部恢复正常', 'edged', async () => {
    await send('faults/clear');
    toast('已恢复正常');
    await refresh();
  });
  return el(
    'div',
    {},
    faults.length > 0 &&
      el('div', { className: 'row card' }, tag(`${faults.length} 个故障开着`, 'warn'), clearAll),
    Object.entries(SWITCHES).map(([simulator, [title, switches]]) => {
      const active = faults.filter((fault) => fault.simulator === simulator);
      const box = el(
        'details',
        { open: open.has(simulator) },
        el(
          'summary',
          {},
          el('h3', {}, active.length ? `${title} · ${active.length} 个开着` : title),
        ),
        el(
          'ul',
          { className: 'list' },
          switches.map((entry) => faultItem(simulator, entry, active, refresh)),
        ),
      );
      box.addEventListener('toggle', () =>
        box.open ? open.add(simulator) : open.delete(simulator),
      );
      return box;
    }),
  );
}

function faultItem(simulator, [kind, name, effect, unit], active, refresh) {
  const fault = active.find((candidate) => candidate.kind === kind);
  const head = [el('div', {}, el('strong', {}, name), el('p', { className: 'quiet' }, effect))];
  if (fault) {
    const off = button('关闭', 'edged', async () => {
      await send('faults/clear', { id: fault.id });
      await refresh();
    });
    const left = fault.count === undefined ? '一直发生' : `还会发生 ${fault.count} 次`;
    return el('li', { className: 'fault is-on' }, ...head, off, tag(left, 'warn'));
  }
  const value = unit && numberField(name, unit);
  const count = choice(`${name}：次数`, COUNTS);
  const chance = choice(`${name}：概率`, CHANCES);
  const on = button('开启', 'edged', async () => {
    await send('faults', {
      simulator,
      kind,
      ...(value ? { value: Number(value.value) } : {}),
      ...(count.value ? { count: Number(count.value) } : {}),
      probability: Number(chance.value),
    });
    await refresh();
  });
  const settings = el(
    'div',
    { className: 'settings', hidden: true },
    value && el('label', {}, value, ` ${unit[0]}`),
    count,
    chance,
  );
  const more = button('设置', '', () => {
    settings.hidden = !settings.hidden;
  });
  return el(
    'li',
    { className: 'fault' },
    ...head,
    el('div', { className: 'row' }, more, on),
    settings,
  );
}

function numberField(name, [unit, standard]) {
  return el('input', {
    type: 'number',
    min: '1',
    value: String(standard),
    'aria-label': `${name}：${unit}`,
  });
}

function choice(label, options) {
  return el(
    'select',
    { 'aria-label': label },
    options.map(([value, text]) => el('option', { value }, text)),
  );
}
