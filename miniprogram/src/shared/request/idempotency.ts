const alphabet = '0123456789abcdef';

/** A key that no other wish has. It only has to be unique, so the phone's plain randomness will do. */
export function newIdempotencyKey(): string {
  let key = '';
  for (let i = 0; i < 32; i++) key += alphabet[Math.floor(Math.random() * 16)];
  return key;
}

/**
 * Keeps one key per wish: asking again for the same thing gives the same key until `answered` is
 * called, so a second tap, or a retry after a lost answer, cannot take a second place.
 */
export function createKeyKeeper(makeKey: () => string = newIdempotencyKey) {
  let wish = '';
  let key = '';
  return {
    keyFor(request: unknown): string {
      const asked = JSON.stringify(request) ?? '';
      if (key === '' || asked !== wish) {
        wish = asked;
        key = makeKey();
      }
      return key;
    },
    answered(): void {
      wish = '';
      key = '';
    },
  };
}
