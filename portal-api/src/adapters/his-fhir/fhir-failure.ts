export type FhirFailureKind =
  | 'timeout'
  | 'unreachable'
  | 'too-large'
  /** 408, 429, 5xx: later perhaps. */
  | 'busy'
  | 'not-allowed'
  /** Something else stands there than we knew. */
  | 'changed'
  | 'refused'
  | 'bad-answer';

const texts: Record<FhirFailureKind, string> = {
  timeout: '对方没有按时应答',
  unreachable: '连接不上',
  'too-large': '应答过大',
  busy: '对方繁忙',
  'not-allowed': '令牌无效或没有权限',
  changed: '对方的数据同时被修改',
  refused: '对方拒绝',
  'bad-answer': '应答不是约定的格式',
};

/** Why the server was of no use, without a word of what was asked. */
export class FhirFailure extends Error {
  override readonly name = 'FhirFailure';

  constructor(
    readonly kind: FhirFailureKind,
    readonly status: number,
    /** A code of a closed list, or a word of ours. */
    readonly code: string,
  ) {
    const more = [status ? `HTTP ${status}` : '', code].filter(Boolean).join(' ');
    super(`FHIR：${texts[kind]}${more ? `（${more}）` : ''}`);
  }

  /** What was sent refers to something that they do not have; not that nobody answers at this address. */
  get isReferenceUnknown(): boolean {
    return this.kind === 'refused' && this.code === 'not-found' && this.status !== 404;
  }

  /** Saying it again changes nothing. */
  get isFinal(): boolean {
    return this.kind === 'refused';
  }
}
