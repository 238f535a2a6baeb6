import { AppError, fieldError } from './app-error';
import { pgErrorCode, violatedConstraint } from './database';

/**
 * Words for what the database refused, where a unique name or a missing parent is the reason.
 * @param fields constraint name → the field and what to do about it
 */
export function explainRefusal(
  error: unknown,
  fields: Record<string, [path: string, message: string]>,
): unknown {
  const constraint = violatedConstraint(error);
  const known = constraint === undefined ? undefined : fields[constraint];
  const code = pgErrorCode(error);
  if (code === '23505') {
    return new AppError('NAME_TAKEN', {
      ...(known ? { fields: { [known[0]]: known[1] } } : {}),
      cause: error,
    });
  }
  if (code === '23503' && known) return fieldError(known[0], known[1]);
  return error;
}
