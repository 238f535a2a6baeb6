import type { FormInstance } from 'antd';
import { ApiError } from '@/shared/api/api-error';

/** Puts the server's words (`body.phone`) under the fields they speak of. True when any was placed. */
export function showFieldErrors(form: FormInstance, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const known = Object.entries(error.fields).flatMap(([path, text]) => {
    const name = path
      .replace(/^(body|query)\./, '')
      .split('.')
      .map(asKey);
    return form.getFieldInstance(name) === undefined && form.getFieldValue(name) === undefined
      ? []
      : [{ name, errors: [text] }];
  });
  form.setFields(known as never);
  return known.length > 0;
}

const asKey = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);
