interface ErrorBody {
  error?: {
    code?: string;
    message?: string;
    fields?: Record<string, string | string[]>;
    requestId?: string;
  };
}

const SENTENCES: Record<number, string> = {
  403: '您没有这项操作的权限，需要时请联系管理员。',
  404: '没有找到这条内容，可能已被移走。',
  409: '内容刚刚被更新，请刷新后再试。',
  429: '操作太频繁，请稍等片刻再试。',
};

/** What the server answered, in the one documented shape. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Record<string, string> = {},
    readonly requestId?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  static from(status: number, body: unknown): ApiError {
    const error = (body as ErrorBody | undefined)?.error;
    const fields = Object.fromEntries(
      Object.entries(error?.fields ?? {}).map(([name, text]) => [
        name,
        Array.isArray(text) ? text.join(' ') : text,
      ]),
    );
    const message = error?.message ?? SENTENCES[status] ?? '系统暂时没有响应，请稍后再试。';
    return new ApiError(status, error?.code ?? `HTTP_${status}`, message, fields, error?.requestId);
  }

  get endsSession(): boolean {
    return this.code === 'UNAUTHENTICATED';
  }

  get isOffline(): boolean {
    return this.code === 'OFFLINE';
  }
}

export function offlineError(): ApiError {
  return new ApiError(0, 'OFFLINE', '网络未连接，请检查网络后重试。');
}

export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : '系统暂时没有响应，请稍后再试。';
}
