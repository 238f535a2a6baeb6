/** 12 分 30 秒, 3 小时 5 分, 2 天 4 小时: two units are as exact as anybody reads. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} 秒`;
  if (whole < 3600) return join(Math.floor(whole / 60), '分', whole % 60, '秒');
  if (whole < 86_400)
    return join(Math.floor(whole / 3600), '小时', Math.floor((whole % 3600) / 60), '分');
  return join(Math.floor(whole / 86_400), '天', Math.floor((whole % 86_400) / 3600), '小时');
}

const join = (most: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${most} ${unit === '分' ? '分钟' : unit}` : `${most} ${unit} ${rest} ${restUnit}`;
