/** Asks for a ticket: an address that opens once, from the same session. */
export type TicketIssuer = () => Promise<{ url: string }>;
