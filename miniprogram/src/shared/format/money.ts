/** 2500 → ¥25.00; what was given back is −¥25.00. */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '−' : ''}¥${(Math.abs(fen) / 100).toFixed(2)}`;

/** As `yuan`, where nothing to pay is said in words. */
export const fee = (fen: number): string => (fen === 0 ? '免费' : yuan(fen));
