/** What may be shown where someone else could look over the shoulder. */

/** 王明 → 王*, 王小明 → 王*明, 欧阳小明 → 欧**明. */
export function maskName(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= 1) return name;
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters[letters.length - 1]}`;
}

/** 13812345678 → 138****5678. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** 11010519491231002X → 1101**********002X; shorter documents keep two letters at each end. */
export function maskIdentityNumber(number: string): string {
  const keep = number.length >= 15 ? 4 : 2;
  if (number.length <= keep * 2) return '*'.repeat(number.length);
  return `${number.slice(0, keep)}${'*'.repeat(number.length - keep * 2)}${number.slice(-keep)}`;
}
