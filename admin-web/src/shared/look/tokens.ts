/** The colours of the house, the same values as the patient app; contrast figures are on white. */
export const look = {
  primary: '#0B6B5E',
  primarySoft: '#E3F2EF',
  ink: '#1B2A2F',
  /** 5.5:1, the lightest grey that may carry words. */
  ink2: '#5A6B70',
  page: '#F4F7F6',
  card: '#FFFFFF',
  line: '#E2E8E6',
  lineStrong: '#7C8C89',
  danger: '#B42318',
  dangerSoft: '#FDECEA',
  warn: '#8A4B00',
  warnSoft: '#FFF4E0',
  info: '#0B5CAD',
  infoSoft: '#E8F1FB',
} as const;

/** What a label means, so that colour is decided in one place. */
export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'info';

export const toneColours: Record<Tone, { text: string; background: string; border: string }> = {
  plain: { text: look.ink2, background: look.page, border: look.line },
  good: { text: look.primary, background: look.primarySoft, border: '#B9DDD6' },
  warn: { text: look.warn, background: look.warnSoft, border: '#F2D9AE' },
  danger: { text: look.danger, background: look.dangerSoft, border: '#F3C4BF' },
  info: { text: look.info, background: look.infoSoft, border: '#BCD6F1' },
};
