import { AppError } from '../../../kernel';

/**
 * Puts WeChat's refusals into our words: a code that is wrong, used or stale is the person's to renew,
 * everything else is WeChat's trouble.
 */
export async function askWechat<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as { isCodeRefused?: unknown } | null)?.isCodeRefused === true) {
      throw new AppError('CODE_INVALID', { message: '微信授权已失效，请重新操作', cause: error });
    }
    throw new AppError('PROVIDER_UNAVAILABLE', {
      message: '微信暂时没有响应，请稍后再试',
      cause: error,
    });
  }
}
