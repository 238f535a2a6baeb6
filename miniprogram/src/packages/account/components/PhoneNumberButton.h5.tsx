/** A browser has no such button: there the number is proved by SMS. */
export function PhoneNumberButton(): null {
  return null;
}
