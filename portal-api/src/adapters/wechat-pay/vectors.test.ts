import { createCipheriv, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignatureError } from './errors';
import { decryptResource } from './resource';
import {
  answerMessage,
  authorizationHeader,
  isSignedSha256Rsa,
  paySign,
  requestMessage,
  signSha256Rsa,
} from './signing';

/** The throw-away key that WeChat Pay prints in its documentation for checking one's signing. */
const DOCUMENTED_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCm2mb6q8gMKH/3
CNTbpJAIrbqiBiQGEOtjGcBrDYltsGynWgNscqT7WvfzU14FQbYcQUC5T4Wvva7m
i3fIp3OgX8VqMDNA0qebnr38Pe6kqiLyZgFpJPXlSKDyPyqhRbVTbXssvSMQeVKc
dXeVxoNNeoOlNFHgF/P0io6AmAVnz+hN8SiZKuOsth5/zUTLGvtkgxBcQooQrtXh
RcpLT798OyIb9xeJ2HO3xRtMv2+perEzb4gMibI74UBz+2QEbnkubPE+2jU2rRZu
dnNEz/BPOt3Qj/w2V6/G0VumGDh6+UeMU0jv4aupHztWITC4Akn0l7lBCNy3lgl8
VFaJnkIxAgMBAAECggEAYGL8aESB7NwciDWW2UdoWUsa7GxFtSdjAz2mFXGdeTsY
mVh7b9OOkRGM+Qio4LqEHDBp1mMk5E/cUJwy1zw8pGGO5nfvs7u9TT3XnHaefIs4
YvUgTYAneIuLRkXNN5rQU+CD7mVYczTSz0Vgjqo9wa1LjUz7G0xbBmJgTdMEFGJs
eJjy6AbJo0CGIwp6HJbTm4CmOUgXnnDAIbEGTIRImkZFH/rzneIeR7oZ77FVwxr1
CZB2gfRCov/yRPbw8vnryYkmvQ7D/ze3j5097vRg/MoDGBSdoOwcmo75vyofr0AS
zytMjmHYyifqkf5slPropSiJeGf4p/7gtKyF6dE/XQKBgQDVAlJ+4U5ZVGOuDc3+
sAhz8CTzgFNlq9vKuSoFK6hOz2L+cwj+E7NXGkOe2DsHHZNy2Xqxk7caKhPEp1z9
hhpMpyLVMoFt6CKemyoRBWDCQwLLwem9SZF/IAyovBkLiH36P42Jm26gUkNMKC/5
Zhtqxf6RZgRQzbVudJi47vIRCwKBgQDIh0+v27Oo+DM3fhObH4I1NrXpWOEGH7OQ
G1dEsMuFYF4hjGhg0kBEP3w9vVdl2+mRllZKTsx9oqjb8OibPLLIH8xsdbAB0WLf
JvjLu4wl/ILUzN1RI03dWnnv2EnEeQn6c3hizvrJ9wR5U4ue9RPVnQooJ0hZF1PU
uCL5fWK3MwKBgElReU/PAYbh80WP3t3Rfbdaa32dKBeQ5iCLR5lsA4zM+YgX1HqQ
EWTj126vgvHaDkyz6vWAoL/Sx+cirHFfXWIRDX5Q2hgYlQH+6qXdMgbrxeSYpHnQ
/tHBGFpkFELSAnrGsVMyOwvYBO4LzyeLK9i+ufcWJFoj1FVmsMLHDG8tAoGARdbi
iQQCoYG4DMarO2aQ6cmhN6EN1h0qY7EyBqlwaIZ0okiNfdMcMOjPc41DKCWcRmlO
qlihXcxN9TQFPzO3rH1urAOdBjUPs1qWYhZyrDQyuLyVBBJApyxAtajloDjrob+f
mQIvVDHk7ACN6xG+E7K6+9salnTKbJapD618uQMCgYBNy6XUvzLkP/A1U/UZdtcx
l8GwU/dturLxz4CyGbqDw4ubaYY2e13lnqHUqQgPtiSyH51nq3tdo8G0YAJdfkSv
KvnfslW91fyEBUKnkdW1o3/1UFU/wprZ7ixVL/F42A4xDu7OFE8EnweJOZ0jWceE
OdhCkaIGBCfRnlECRK8UyQ==
-----END PRIVATE KEY-----`;

const REQUEST = {
  method: 'POST',
  pathAndQuery: '/v3/pay/transactions/jsapi',
  timestamp: '1554208460',
  nonce: '593BEC0C930BF1AFEB40B4A08C8FB242',
  body: '{"appid":"wxd678efh567hg6787","mchid":"1900007291","description":"Image形象店-深圳腾大-QQ公仔","out_trade_no":"1217752501201407033233368018","notify_url":"https://www.weixin.qq.com/wxpay/pay.php","amount":{"total":100,"currency":"CNY"},"payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}',
};

const REQUEST_SIGNATURE =
  'jnks4dlrPw3ZX+ozVvSK39oa0t7OMBsg83BHAwd8BRdUFiVaQNTLTvci+wURgP1OQBbKYhFGvt7iqYpDSTQkp7Uq1slt' +
  'aQKyncCyrA1g88m5bsKERQfPyT0ahSwKTYJ1CAn9QiJuSJRq1QsQs07eehbU/k9BCS51jTyc1Jpsi2H77HF9f/BnjXAO' +
  'P3/sPObg6V5Ee4EzwLox684hhuMuIwHo7D8KFk3LIHOKDcNI4It1aCXydFWNpNK+SG86VUDe5kwoDpw4Ulqfu9z8OFDG' +
  'bDs9TCxEv8iqQzbpxOlEVoOe2kalSYM5kApQb3nZcxdUtoE0liJGW3RGUNE0t4v01A==';

describe('request signature', () => {
  it('is the published one', () => {
    expect(signSha256Rsa(requestMessage(REQUEST), DOCUMENTED_KEY)).toBe(REQUEST_SIGNATURE);
  });

  it('stands in the Authorization header', () => {
    const merchant = { mchId: '1900007291', serial: '408B07E7', privateKey: DOCUMENTED_KEY };
    expect(authorizationHeader(merchant, REQUEST)).toBe(
      'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="593BEC0C930BF1AFEB40B4A08C8FB242",' +
        `signature="${REQUEST_SIGNATURE}",timestamp="1554208460",serial_no="408B07E7"`,
    );
  });

  it('ends with an empty line when there is no body', () => {
    const parts = { ...REQUEST, method: 'GET', pathAndQuery: '/v3/certificates', body: '' };
    expect(requestMessage(parts)).toBe(
      'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n',
    );
  });
});

describe('paySign', () => {
  const input = {
    appId: 'wx2421b1c4370ec43b',
    timeStamp: '1554208460',
    nonceStr: '593BEC0C930BF1AFEB40B4A08C8FB242',
  };
  const published =
    'mI35pfNEQV6777ke/1T+LJLQDNTm7yeoUJH+j/adPGhmCCi0PbgkvYQTRcXH0uibcLVtvFLdGLpmoYO9FV6lBBsTAjuh' +
    'h5YOvQi0e2g3e0yytitiNET9FEuqM0pjnKfRW4K6LIZDdbWJv9KhZUx3DrJa5TL7OJ7VdADVivxVySIlPVKjGwuCXzuX' +
    'SJes0UcILgWQUMyha5/3nYofuHtS7r+KYyMuxD+oJ9VM1Qdxk4UIG59CP5Y3wtYIFybyF3bdu1caHTRRX+DLyMXyYA/I' +
    'rTmiW01c4RPjpHBX5Dk1sZyY1zVsWNsvMHr2e1NTWtBxKJ+qk5N61J7caYoepHFaxw==';

  it('is the published one for the mini-program', () => {
    const prepayPackage = 'prepay_id=wx201410272009395522657a690389285100';
    expect(paySign({ ...input, prepayPackage }, DOCUMENTED_KEY)).toBe(published);
  });

  it('differs without the prefix, as apps sign it', () => {
    const prepayPackage = 'wx201410272009395522657a690389285100';
    expect(paySign({ ...input, prepayPackage }, DOCUMENTED_KEY)).not.toBe(published);
  });
});

describe('answer signature', () => {
  const publicKey = createPublicKey(`-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwXNI6sdlknHBnK8Fu2U6
Cwor9qY747jP8KAfeBMeveEt1TqaHkLfaSD07trZLhGpfs8/AHqjhgSMO1O10YQW
OrrJ4hjIWPKqxbgrYMkBQc+mwdiWp4W3ByCqxBRagCveCXRWCmuJYovl9H/bsDI0
iGbpVtEOghJtfciisYSgxcLufUDTRkvwxjIBK1pCRjk33jJ5YTBWTHMRtMAOcFLN
F6hdEYdX8SPsgHHeLZ5Lv2T/686w1xtgCHef/sd4uSfWmyzsalQdHG/e4IyYmrhx
+O3VBoNDzE3nx23bFeV/RVNCG7cV6VhmYokJNHa/erIPkEmEFID6A5wQOXuxUkmJ
WwIDAQAB
-----END PUBLIC KEY-----`);
  const signature =
    'mfI1CPqvBrgcXfgXMFjdNIhBf27ACE2YyeWsWV9ZI7T7RU0vHvbQpu9Z32ogzc+k8ZC5n3kz7h70eWKjgqNdKQF0eRp8' +
    'mVKlmfzMLBVHbssB9jEZEDXThOX1XFqX7s7ymia1hoHQxQagPGzkdWxtlZPZ4ZPvr1RiqkgAu6Is8MZgXXrRoBKqjmSd' +
    'rP1N7uxzJ/cjfSiis9FiLjuADoqmQ1P7p2N876YPAol7Rn0+GswwAwxldbdLrmVSjfytfSBJFqTMHn4itojgxSWWN1by' +
    'uckQt8hSTEv/Lg97QoeGniYP17T80pJeQyL3b+295FPHSO2AtvCgyIbKMZ0BALilAA==';
  const answer = {
    timestamp: '1722850421',
    nonce: 'd824f2e086d3c1df967785d13fcd22ef',
    body: '{"code_url":"weixin://wxpay/bizpayurl?pr=JyC91EIz1"}',
  };

  it('verifies the published answer, and nothing that differs from it', () => {
    expect(isSignedSha256Rsa(answerMessage(answer), signature, publicKey)).toBe(true);
    const tampered = { ...answer, body: answer.body.replace('EIz1', 'EIz2') };
    expect(isSignedSha256Rsa(answerMessage(tampered), signature, publicKey)).toBe(false);
    expect(isSignedSha256Rsa(answerMessage(answer), 'WECHATPAY/SIGNTEST/x', publicKey)).toBe(false);
    expect(isSignedSha256Rsa(answerMessage(answer), '', publicKey)).toBe(false);
  });
});

describe('AES-256-GCM resources', () => {
  const key = 'a-key-of-exactly-thirty-two-byte';

  function sealed(plain: string, aad: string) {
    const cipher = createCipheriv('aes-256-gcm', key, 'abcdefghijkl');
    cipher.setAAD(Buffer.from(aad));
    const bytes = [cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return { algorithm: 'AEAD_AES_256_GCM', nonce: 'abcdefghijkl', bytes: Buffer.concat(bytes) };
  }

  it('decrypts with and without associated data', () => {
    const { bytes, ...rest } = sealed('{"一":1}', 'transaction');
    const ciphertext = bytes.toString('base64');
    const resource = { ...rest, ciphertext, associated_data: 'transaction' };
    expect(decryptResource(resource, key)).toBe('{"一":1}');
    const bare = sealed('{}', '');
    expect(decryptResource({ ...bare, ciphertext: bare.bytes.toString('base64') }, key)).toBe('{}');
  });

  it('refuses any flipped bit, another key, another purpose', () => {
    const { bytes, ...rest } = sealed('{"total":100}', 'transaction');
    const open = (changed: Buffer, aad = 'transaction', withKey = key) =>
      decryptResource(
        { ...rest, ciphertext: changed.toString('base64'), associated_data: aad },
        withKey,
      );
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(changed)).toThrow(SignatureError);
    }
    expect(() => open(bytes, 'refund')).toThrow(SignatureError);
    expect(() => open(bytes, 'transaction', `${key.slice(0, 31)}X`)).toThrow(SignatureError);
    expect(() => open(Buffer.alloc(0))).toThrow(SignatureError);
  });
});
