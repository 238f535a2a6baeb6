import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  explainRefusal,
  fieldError,
  KernelContext,
  newId,
  realTime,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../policy/policy';

type Device = ResponseOf<'updateDevice'>;
type Pairing = ResponseOf<'createDevice'>;

interface DeviceRow extends Record<string, unknown> {
  id: string;
  kind: Device['kind'];
  name: string;
  branch_id: string;
  branch_name: string;
  department_ids: string[];
  is_paired: boolean;
  revoked_at: Date | null;
  last_seen_at: Date | null;
  created_at: Date;
  version: number;
}

const pairingMinutes = 15;

/** Displays and kiosks of a branch, as staff keep them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ManageDevices {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(actor: Actor): Promise<ResponseOf<'listDevices'>> {
    const staff = this.policy.require(actor, 'device.display');
    const values: unknown[] = [];
    const scope = this.policy.scope(staff, 'device.display');
    const within = this.policy.scopeCondition(scope, { branch: 'd.branch_id' }, values);
    return { items: (await this.read(this.database, within, values)).map(present) };
  }

  /** @throws NAME_TAKEN, INVALID_FIELD */
  async create(actor: Actor, body: RequestOf<'createDevice'>['body']): Promise<Pairing> {
    this.policy.require(actor, 'device.create', { branchId: body.branchId });
    await this.requireDepartments(body.branchId, body.departmentIds);
    const id = newId(this.kernelContext.clock.now());
    return this.write(actor, 'device.create', id, async (tx) => {
      await tx.query(
        `insert into device (id, kind, name, branch_id, department_ids, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [
          id,
          body.kind,
          body.name,
          body.branchId,
          body.departmentIds,
          this.kernelContext.clock.now(),
        ],
      );
      return this.issue(tx, id);
    });
  }

  /** @throws NOT_FOUND, VERSION_CONFLICT, NAME_TAKEN, INVALID_FIELD */
  async update(actor: Actor, id: string, body: RequestOf<'updateDevice'>['body']): Promise<Device> {
    const { branch_id } = await this.require(actor, 'device.update', id);
    await this.requireDepartments(branch_id, body.departmentIds);
    return this.write(actor, 'device.update', id, async (tx) => {
      const written = await tx.query(
        `update device set name = $3, department_ids = $4, version = version + 1
          where id = $1 and version = $2 returning id`,
        [id, body.version, body.name, body.departmentIds],
      );
      if (written.length === 0) throw new AppError('VERSION_CONFLICT');
      return this.one(tx, id);
    });
  }

  /** A new code; the token in use ends at once. @throws NOT_FOUND, also for a device that was revoked */
  async renew(actor: Actor, id: string): Promise<Pairing> {
    const device = await this.require(actor, 'device.update', id);
    if (device.revoked_at) throw new AppError('NOT_FOUND');
    return this.write(actor, 'device.renew', id, (tx) => this.issue(tx, id));
  }

  /** For good: its name is free again for another. @throws NOT_FOUND */
  async revoke(actor: Actor, id: string): Promise<Device> {
    await this.require(actor, 'device.delete', id);
    return this.write(actor, 'device.revoke', id, async (tx) => {
      await tx.query(
        `update device set revoked_at = coalesce(revoked_at, $2), token_hash = null, pairing_hash = null,
           version = version + 1 where id = $1`,
        [id, realTime.now()],
      );
      return this.one(tx, id);
    });
  }

  private async require(actor: Actor, permission: Permission, id: string): Promise<DeviceRow> {
    this.policy.require(actor, permission);
    const [row] = await this.read(this.database, 'd.id = $1', [id]);
    if (!row) throw new AppError('NOT_FOUND');
    this.policy.require(actor, permission, { branchId: row.branch_id });
    return row;
  }

  private async requireDepartments(branchId: string, departmentIds: string[]): Promise<void> {
    const found = await this.database.query(
      `select 1 from department where branch_id = $1 and id = any($2)`,
      [branchId, departmentIds],
    );
    if (found.length !== new Set(departmentIds).size) {
      throw fieldError('body.departmentIds', '科室不属于所选院区');
    }
  }

  private async issue(tx: Tx, id: string): Promise<Pairing> {
    const code = String(randomInt(0, 100_000_000)).padStart(8, '0');
    const expiresAt = new Date(realTime.now().getTime() + pairingMinutes * 60_000);
    await tx.query(
      `update device set pairing_hash = $2, pairing_expires_at = $3, token_hash = null, paired_at = null,
         version = version + 1 where id = $1`,
      [id, this.kernelContext.secrets.index('pairing-code', code), expiresAt],
    );
    return { device: await this.one(tx, id), code, expiresAt: expiresAt.toISOString() };
  }

  private async write<T>(
    actor: Actor,
    action: string,
    id: string,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        const answer = await work(tx);
        await this.audit.record(actor, { action, resourceKind: 'device', resourceId: id }, tx);
        return answer;
      });
    } catch (error) {
      throw explainRefusal(error, {
        device_name: ['body.name', '这个院区已有同名设备'],
        device_branch_id_fkey: ['body.branchId', '没有这个院区'],
      });
    }
  }

  private async one(tx: Tx, id: string): Promise<Device> {
    return present((await this.read(tx, 'd.id = $1', [id]))[0]!);
  }

  private read(sql: Pick<Tx, 'query'>, where: string, values: unknown[]): Promise<DeviceRow[]> {
    return sql.query<DeviceRow>(
      `select d.id, d.kind, d.name, d.branch_id, b.name as branch_name, d.department_ids,
         d.token_hash is not null as is_paired, d.revoked_at, d.last_seen_at, d.created_at, d.version
       from device d join branch b on b.id = d.branch_id where ${where}
       order by d.revoked_at is not null, b.code, d.kind, d.name`,
      values,
    );
  }
}

function present(row: DeviceRow): Device {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    branchId: row.branch_id,
    branchName: row.branch_name,
    departmentIds: row.department_ids,
    isPaired: row.is_paired,
    isRevoked: row.revoked_at !== null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}
