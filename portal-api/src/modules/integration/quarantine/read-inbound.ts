import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { inboundKinds, type Permission, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { decode } from 'iconv-lite';
import { Policy } from '../../identity';
import type { CanonicalPatient, Reading } from '../canonical';
import { patternOfKinds } from '../streams/stream-kinds';
import { ConnectedSystems } from '../systems/connected-systems';
import { maskRaw, mostMasked, type KnownValues } from './mask-raw';
import { presentInbound, selectInbound, type InboundViewRow } from './inbound-view';

interface Sealed extends InboundViewRow {
  content: Buffer;
  encoding: 'utf-8' | 'gb18030';
}

/** What came in, as staff read it, within the branches they answer for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadInbound {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  connectedSystems: ConnectedSystems;

  async list(
    actor: Actor,
    query: RequestOf<'listInboundMessages'>['query'],
  ): Promise<ResponseOf<'listInboundMessages'>> {
    const staff = this.policy.require(actor, 'integration.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.scope(staff, 'integration.display', values)];
    if (query.systemId) conditions.push(`m.system_id = $${values.push(query.systemId)}`);
    if (query.state) conditions.push(`m.state = '${query.state}'`);
    if (query.fault) conditions.push(`m.fault = $${values.push(query.fault)}`);
    if (query.kind) conditions.push(kindCondition(query.kind, values));
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(m.received_at, m.id) < ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<InboundViewRow>(
      selectInbound(
        `where ${conditions.join(' and ')} order by m.received_at desc, m.id desc limit $1`,
      ),
      values,
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.received_at.toISOString(), row.id],
      presentInbound,
    );
  }

  /** The look is written down, for the patient too. */
  async get(actor: Actor, inboundId: string): Promise<ResponseOf<'getInboundMessage'>> {
    const { staff, row } = await this.require(actor, 'integration.display', inboundId);
    await this.audit.record(staff, {
      action: 'integration.display',
      resourceKind: 'integration',
      resourceId: inboundId,
      patientId: row.patient_id,
    });
    const content = this.kernelContext.secrets.open(row.content);
    const known = await this.knownOf(row, content);
    const raw = maskRaw(decode(content.subarray(0, mostMasked), row.encoding), known);
    return { ...presentInbound(row), raw, leftOut: row.left_out };
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    inboundId: string,
  ): Promise<{ staff: StaffActor; row: Sealed }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [inboundId];
    const scope = this.scope(staff, permission, values);
    const [row] = await this.database.query<Sealed>(
      selectInbound(`where m.id = $1 and ${scope}`, ', m.content, m.encoding'),
      values,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { staff, row };
  }

  scope(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    return this.policy.scopeCondition(filter, { branch: 's.branch_id' }, values);
  }

  /** Null: it cannot be read, or its system is not connected now. */
  async reading(row: Sealed, content?: Buffer): Promise<Reading | null> {
    const adapter = await this.connectedSystems.adapterOf(row.system_id);
    if (!adapter) return null;
    const { kind, encoding } = row;
    try {
      return adapter.read({
        kind,
        encoding,
        content: content ?? this.kernelContext.secrets.open(row.content),
      });
    } catch {
      return null;
    }
  }

  private async knownOf(row: Sealed, content: Buffer): Promise<KnownValues> {
    const reading = await this.reading(row, content);
    const patients = patientsIn(reading);
    const [ours] = await this.database.query<{ name: string; card_number: string }>(
      `select name, card_number from patient where id = $1`,
      [row.patient_id],
    );
    return {
      names: [...patients.map((patient) => patient.name), ...(ours ? [ours.name] : [])],
      others: [
        ...(ours ? [ours.card_number] : []),
        ...patients.flatMap((patient) => [
          patient.phone,
          patient.address,
          patient.cardNumber,
          patient.identity?.number ?? '',
        ]),
      ],
    };
  }
}

export function patientsIn(reading: Reading | null): CanonicalPatient[] {
  return (reading?.items ?? []).flatMap((item) => {
    if (item.type === 'patient') return [item.patient];
    return 'patient' in item && item.patient.patient ? [item.patient.patient] : [];
  });
}

/** A kind of ours stands for all message types that bring it. */
function kindCondition(kind: string, values: unknown[]): string {
  const isOurs = inboundKinds.some((known) => known === kind);
  const pattern = isOurs ? patternOfKinds([kind]) : null;
  return pattern === null ? `m.kind = $${values.push(kind)}` : `m.kind ~ $${values.push(pattern)}`;
}
