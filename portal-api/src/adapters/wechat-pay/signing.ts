import { createSign, createVerify, type KeyLike } from 'node:crypto';

/**
 * WeChat Pay v3 signatures as pure functions: whoever calls brings key, nonce, timestamp and body,
 * so that the platform's published vectors can be reproduced.
 */
export interface SignedRequestParts {
  method: string;
  /** Path with query, exactly as sent. */
  pathAndQuery: string;
  timestamp: string;
  nonce: string;
  /** Byte for byte as sent; empty for GET. */
  body: string;
}

export interface SignedAnswerParts {
  timestamp: string;
  nonce: string;
  body: string;
}

export function requestMessage(parts: SignedRequestParts): string {
  const { method, pathAndQuery, timestamp, nonce, body } = parts;
  return `${method}\n${pathAndQuery}\n${timestamp}\n${nonce}\n${body}\n`;
}

export function answerMessage(parts: SignedAnswerParts): string {
  return `${parts.timestamp}\n${parts.nonce}\n${parts.body}\n`;
}

export function signSha256Rsa(message: string, privateKey: KeyLike): string {
  return createSign('RSA-SHA256').update(message, 'utf8').sign(privateKey, 'base64');
}

export function isSignedSha256Rsa(message: string, signature: string, key: KeyLike): boolean {
  try {
    return createVerify('RSA-SHA256').update(message, 'utf8').verify(key, signature, 'base64');
  } catch {
    return false; // A signature that is not even base64 is simply wrong.
  }
}

export function authorizationHeader(
  merchant: { mchId: string; serial: string; privateKey: KeyLike },
  parts: SignedRequestParts,
): string {
  const signature = signSha256Rsa(requestMessage(parts), merchant.privateKey);
  return (
    `WECHATPAY2-SHA256-RSA2048 mchid="${merchant.mchId}",nonce_str="${parts.nonce}",` +
    `signature="${signature}",timestamp="${parts.timestamp}",serial_no="${merchant.serial}"`
  );
}

/** For `wx.requestPayment`; `prepayPackage` is `prepay_id=wx…` with the prefix. */
export function paySign(
  input: { appId: string; timeStamp: string; nonceStr: string; prepayPackage: string },
  privateKey: KeyLike,
): string {
  const { appId, timeStamp, nonceStr, prepayPackage } = input;
  return signSha256Rsa(`${appId}\n${timeStamp}\n${nonceStr}\n${prepayPackage}\n`, privateKey);
}
