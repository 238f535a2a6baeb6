import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusedField } from './message-data';
import { startWechatSim, type WechatSim } from './server';

const APP = { appId: 'wxlocal00000000001', appSecret: 'secret' };

let sim: WechatSim;
let token: string;

beforeEach(async () => {
  sim = await startWechatSim({ port: 0, ...APP });
  const issued = await post('/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: APP.appId,
    secret: APP.appSecret,
  });
  token = String(issued['access_token']);
});

afterEach(() => sim.close());

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(sim.url + path, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}

function send(changes: object = {}): Promise<Record<string, unknown>> {
  return post(`/cgi-bin/message/subscribe/send?access_token=${token}`, {
    touser: 'oPatient',
    template_id: 'reminder',
    page: 'pages/home/index',
    data: { thing1: { value: '心内科门诊' }, time2: { value: '2026-11-28 09:00' } },
    ...changes,
  });
}

describe('subscribe messages', () => {
  it('are delivered as often as the person agreed', async () => {
    const { openid } = sim.state.user({ openid: 'oPatient' });
    expect((await send())['errcode']).toBe(43101);
    sim.state.grant(openid, 'reminder', 2);
    expect((await send())['errcode']).toBe(0);
    expect((await send())['errcode']).toBe(0);
    expect((await send())['errcode']).toBe(43101);
    expect(sim.state.messages.values()).toHaveLength(2);
  });

  it('cost nothing when their content is refused', async () => {
    sim.state.grant(sim.state.user({ openid: 'oPatient' }).openid, 'reminder', 1);
    const tooLong = await send({ data: { thing1: { value: '长'.repeat(21) } } });
    expect(tooLong).toMatchObject({
      errcode: 47003,
      errmsg: expect.stringContaining('data.thing1.value invalid') as string,
    });
    expect((await send({ touser: 'oNobody' }))['errcode']).toBe(40003);
    expect((await send())['errcode']).toBe(0);
  });

  it.each([
    ['thing1', '二十个字以内', true],
    ['thing1', 'two\nlines', false],
    ['character_string2', 'A-1024', true],
    ['character_string2', '含汉字', false],
    ['phrase3', '已预约', true],
    ['phrase3', 'booked', false],
    ['amount4', '¥25.00', true],
    ['amount4', '25块', false],
    ['name5', '王小明', true],
    ['unknown6', 'x', false],
  ])('take %s «%s»: %s', (field, value, isGood) => {
    expect(refusedField({ [field]: { value } }) === undefined).toBe(isGood);
  });
});

describe('mini-program codes', () => {
  const draw = async (body: object) => {
    const url = `${sim.url}/wxa/getwxacodeunlimit?access_token=${token}`;
    return fetch(url, { method: 'POST', body: JSON.stringify(body) });
  };

  it('are pictures, or JSON when refused', async () => {
    const picture = await draw({ scene: 'checkin-1', page: 'pages/home/index' });
    expect(picture.headers.get('content-type')).toBe('image/png');
    const refused = await draw({ scene: '有汉字' });
    expect(await refused.json()).toMatchObject({ errcode: 40169 });
    expect(await (await draw({ scene: 'a', page: '/x' })).json()).toMatchObject({ errcode: 41030 });
  });
});

describe('access tokens', () => {
  it('stay the same until they are forced or run out', async () => {
    const ask = { grant_type: 'client_credential', appid: APP.appId, secret: APP.appSecret };
    expect((await post('/cgi-bin/stable_token', ask))['access_token']).toBe(token);
    const forced = await post('/cgi-bin/stable_token', { ...ask, force_refresh: true });
    expect(forced['access_token']).not.toBe(token);
    expect((await send())['errcode']).toBe(40001);
  });
});
