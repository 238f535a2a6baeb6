import { maskName } from '@suizhen/contract/wire';

export { maskName };

/** The letter of an avatar: the family name, or the first letter of a foreign one. */
export const initial = (name: string): string => Array.from(name.trim())[0]?.toUpperCase() ?? '?';
