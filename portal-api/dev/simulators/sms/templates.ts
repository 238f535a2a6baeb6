import { smsTemplates } from '../../../src/modules/delivery/sms-templates';

/** What the vendor has registered: it refuses every other text. */
const REGISTERED = smsTemplates as Record<
  string,
  { text: string; params: Readonly<Record<string, { max: number }>> } | undefined
>;

/** The vendor's code for what is wrong with a message, or `undefined`. */
export function templateFault(templateCode: unknown, params: unknown): string | undefined {
  const template = typeof templateCode === 'string' ? REGISTERED[templateCode] : undefined;
  if (!template) return 'TEMPLATE_ILLEGAL';
  const given = typeof params === 'object' && params !== null ? Object.entries(params) : [];
  const isComplete = Object.keys(template.params).every((name) =>
    given.some(([givenName]) => givenName === name),
  );
  const isGood = given.every(([name, value]) => {
    const limit = template.params[name]?.max;
    return limit !== undefined && typeof value === 'string' && [...value].length <= limit;
  });
  return isComplete && isGood ? undefined : 'TEMPLATE_PARAMS_ILLEGAL';
}

/** What the phone shows. */
export function renderSms(
  signName: string,
  templateCode: string,
  params: Record<string, string>,
): string {
  const text = REGISTERED[templateCode]?.text ?? '';
  return `【${signName}】${text.replace(/\$\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}`;
}
