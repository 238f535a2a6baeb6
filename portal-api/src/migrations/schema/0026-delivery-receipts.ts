import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often the vendor was asked what became of an SMS whose receipt never came. */
export class DeliveryReceipts0026 implements MigrationInterface {
  name = 'DeliveryReceipts1760000000026';

  async up(q: QueryRunner): Promise<void> {
    // What was sent before this is not asked about any more: the vendor has forgotten it.
    await q.query(`alter table delivery add receipt_asked int not null default 9`);
    await q.query(`alter table delivery alter receipt_asked set default 0`);
    await q.query(`
      create index delivery_without_receipt on delivery (next_attempt_at)
        where state = 'sent' and channel = 'sms' and receipt_asked < 9`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index delivery_without_receipt`);
    await q.query(`alter table delivery drop receipt_asked`);
  }
}
