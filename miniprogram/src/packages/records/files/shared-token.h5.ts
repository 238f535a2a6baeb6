/** The token stands in the fragment, which the browser never sends to a server. */
export const sharedToken = (): string => window.location.hash.slice(1);
