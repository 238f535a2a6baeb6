/** Money is integer fen everywhere but on the screen. */
export function formatFen(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—';
  const sign = fen < 0 ? '−' : '';
  const whole = Math.abs(fen);
  const yuan = Math.trunc(whole / 100).toLocaleString('zh-CN');
  return `${sign}¥${yuan}.${String(whole % 100).padStart(2, '0')}`;
}
