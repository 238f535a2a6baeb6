/**
 * The texts registered at the vendor: the product sends a template's code and its parameters only.
 * `${name}` is replaced by the parameter.
 */
export const SMS_TEMPLATES: Record<string, string> = {
  LOGIN_CODE: '您的登录验证码是 ${code}，${minutes} 分钟内有效。请勿告诉他人。',
};

/** What the phone shows. A template unknown here is shown with its parameters, not refused. */
export function renderSms(
  signName: string,
  templateCode: string,
  params: Record<string, string>,
): string {
  const template = SMS_TEMPLATES[templateCode];
  const text = template
    ? template.replace(/\$\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
    : Object.values(params).join('，');
  return `【${signName}】${text}`;
}
