export interface SmsSender {
  /** Safe to repeat with the same clientId: the vendor sends once. */
  send(message: SmsMessage): Promise<{ vendorId: string }>;
  /** Throws SmsSignatureError for receipts not provably from the vendor. */
  parseReceipts(delivery: RawReceipts): Receipt[];
  /** What became of messages, for receipts that never came. Those still under way are left out. */
  receiptsOf(clientIds: readonly string[]): Promise<Receipt[]>;
}

export interface SmsMessage {
  to: string;
  templateCode: string;
  params: Record<string, string>;
  clientId: string;
}

export interface RawReceipts {
  headers: Record<string, string | string[] | undefined>;
  rawBody: string | Uint8Array;
}

export interface Receipt {
  vendorId: string;
  clientId: string;
  status: 'delivered' | 'failed';
  /** The vendor's code, for example UNREACHABLE. */
  reason?: string;
  at: Date;
}
