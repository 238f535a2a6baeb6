import { describe, expect, it } from 'vitest';
import {
  decryptPush,
  encryptPush,
  encryptReply,
  isPushSigned,
  PushMessageError,
  type PushSecrets,
  pushSignature,
} from './push-message';
import { decryptUserData, isRawDataSigned, UserDataError } from './user-data';

/** Published by WeChat: 开放数据校验与解密 and 消息推送 in the mini-program documentation. */
const USER_DATA = {
  appId: 'wx4f4bc4dec97d474b',
  sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==',
  iv: 'r7BXXKkLb8qrSNn05n0qiA==',
  encryptedData:
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC' +
    '+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poO' +
    'FtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8' +
    'xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB' +
    '6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJd' +
    'NiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOy' +
    'uxINew==',
};

const PUSH: PushSecrets = {
  token: 'AAAAA',
  encodingAesKey: 'A'.repeat(43),
  appId: 'wxba5fad812f8e6fb9',
};

const PUSHED =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJG' +
  'QqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrf' +
  'MZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgR' +
  'tWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

describe('user data', () => {
  it('decrypts the published sample', () => {
    const data = decryptUserData(USER_DATA);
    expect(data).toMatchObject({
      openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      nickName: 'Band',
      watermark: { timestamp: 1477314187, appid: 'wx4f4bc4dec97d474b' },
    });
  });

  it('refuses data of another mini-program', () => {
    const foreign = { ...USER_DATA, appId: 'wx0000000000000000' };
    expect(() => decryptUserData(foreign)).toThrow(new UserDataError('foreign-app'));
  });

  it('refuses a session key that has been replaced', () => {
    const other = { ...USER_DATA, sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==' };
    expect(() => decryptUserData(other)).toThrow(new UserDataError('undecryptable'));
    const senseless = { ...USER_DATA, sessionKey: 'short' };
    expect(() => decryptUserData(senseless)).toThrow(new UserDataError('undecryptable'));
  });

  it('checks the published rawData signature', () => {
    const rawData =
      '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong",' +
      '"country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w' +
      '7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
    const key = 'HyVFkGl5F5OQWJZZaNzBBg==';
    const signature = '75e81ceda165f4ffa64f4068af58c64b8f54b88c';
    expect(isRawDataSigned(rawData, key, signature)).toBe(true);
    expect(isRawDataSigned(`${rawData} `, key, signature)).toBe(false);
    expect(isRawDataSigned(rawData, key, 'short')).toBe(false);
  });
});

describe('push messages', () => {
  it('signs the published URL check and the plain-mode message', () => {
    expect(pushSignature('AAAAA', '1714036504', '1514711492')).toBe(
      'f464b24fc39322e44b38aa78f5edd27bd1441696',
    );
    expect(pushSignature('AAAAA', '1714037059', '486452656')).toBe(
      '899cf89e464efb63f54ddac96b0a0a235f53aa78',
    );
  });

  it('verifies and decrypts the published safe-mode message', () => {
    const signature = pushSignature(PUSH.token, '1714112445', '415670741', PUSHED);
    expect(isPushSigned('046e02f8204d34f8ba5fa3b1db94908f3df2e9b3', signature)).toBe(true);
    expect(isPushSigned('6c5c811b55cc85e0e1b54100749188c20beb3f5d', signature)).toBe(false);
    expect(JSON.parse(decryptPush(PUSH, PUSHED))).toEqual({
      ToUserName: 'gh_97417a04a28d',
      FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      CreateTime: 1714112445,
      MsgType: 'event',
      Event: 'debug_demo',
      debug_str: 'hello world',
    });
  });

  it('makes the published encrypted reply', () => {
    const at = {
      timestamp: 1713424427,
      nonce: '415670741',
      random: Buffer.from('707722b803182950'),
    };
    expect(encryptReply(PUSH, '{"demo_resp":"good luck"}', at)).toEqual({
      Encrypt:
        'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
      MsgSignature: '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
      TimeStamp: 1713424427,
      Nonce: '415670741',
    });
  });

  it('decrypts the sample of the message-crypto kit', () => {
    const kit: PushSecrets = {
      token: 'spamtest',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      appId: 'wx2c2769f8efd9abc2',
    };
    const encrypted =
      'hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6' +
      'F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T33' +
      '2jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCg' +
      'avjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6Oewp' +
      'usjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=';
    expect(pushSignature(kit.token, '1409735669', '1320562132', encrypted)).toBe(
      '5d197aaffba7e9b25a30732f161a50dee96bd5fa',
    );
    expect(decryptPush(kit, encrypted)).toContain('<Content><![CDATA[abcdteT]]></Content>');
  });

  it('survives Chinese text and every padding length', () => {
    for (let size = 0; size <= 40; size += 1) {
      const message = '诊'.repeat(size);
      expect(decryptPush(PUSH, encryptPush(PUSH, message))).toBe(message);
    }
  });

  it('refuses a message for another app, and nonsense', () => {
    const foreign = { ...PUSH, appId: 'wx0000000000000000' };
    expect(() => decryptPush(foreign, PUSHED)).toThrow(new PushMessageError('foreign-app'));
    expect(() => decryptPush(PUSH, 'AAAA')).toThrow(new PushMessageError('undecryptable'));
  });
});
