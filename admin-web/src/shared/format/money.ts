/** Money is integer fen everywhere but on the screen. */
export function formatFen(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—';
  const sign = fen < 0 ? '−' : '';
  const whole = Math.abs(fen);
  const yuan = Math.trunc(whole / 100).toLocaleString('zh-CN');
  return `${sign}¥${yuan}.${String(whole % 100).padStart(2, '0')}`;
}

/** Text a person typed as yuan, to fen; undefined when it is not an amount. */
export function parseYuan(text: string): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
