const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];

/** The rule of 等保 as people meet it; the server also refuses names and well-known passwords. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < 10) return '密码至少 10 位';
  if (password.length > 128) return '密码最多 128 位';
  return KINDS.filter((kind) => kind.test(password)).length >= 3
    ? undefined
    : '密码应包含大写字母、小写字母、数字、符号中的至少三种';
}

// Without letters and digits that are misread when someone copies them from paper: 0 O 1 l I.
const ALPHABETS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-_+='];

/** A first password to hand over; it must be changed at the first sign-in. */
export function randomPassword(length = 14): string {
  const all = ALPHABETS.join('');
  const pick = (from: string): string =>
    from[(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % from.length] ?? '';
  const letters = [
    ...ALPHABETS.map(pick),
    ...Array.from({ length: length - ALPHABETS.length }, () => pick(all)),
  ];
  for (let at = letters.length - 1; at > 0; at--) {
    const other = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % (at + 1);
    [letters[at], letters[other]] = [letters[other] ?? '', letters[at] ?? ''];
  }
  return letters.join('');
}
