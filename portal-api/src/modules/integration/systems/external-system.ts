/** A connected system's row, and how it is shown: without its secret. */
import type { AdapterKind, ExternalSystemKind, RequestOf, ResponseOf } from '@suizhen/contract';

export type ExternalSystemAnswer = ResponseOf<'createExternalSystem'>;
export type AdapterConfig = RequestOf<'createExternalSystem'>['body']['config'];

export interface ExternalSystemRow extends Record<string, unknown> {
  id: string;
  branch_id: string;
  branch_name: string;
  name: string;
  code: string;
  kind: ExternalSystemKind;
  adapter: AdapterKind;
  /** As `AdapterConfig`, the secret left out. */
  config: Record<string, unknown>;
  secret_cipher: string | null;
  is_enabled: boolean;
  paused_at: Date | null;
  version: number;
}

/** @param tail `where …`, `order by …`, over the aliases `s` and `b` */
export const selectSystems = (tail: string) => `
  select s.id, s.branch_id, b.name as branch_name, s.name, s.code, s.kind, s.adapter, s.config, s.secret_cipher,
    s.is_enabled, s.paused_at, s.version
  from external_system s join branch b on b.id = s.branch_id ${tail}`;

/** What of a configuration may be read again, and what is sealed. Null: leave what is stored. */
export function splitConfig(config: AdapterConfig): {
  open: Record<string, unknown>;
  secret: string | null;
} {
  switch (config.adapter) {
    case 'fhir': {
      const { token, adapter: _, ...open } = config;
      return { open, secret: token || null };
    }
    case 'views': {
      const { databaseUrl, adapter: _, ...open } = config;
      return { open, secret: databaseUrl || null };
    }
    case 'hl7': {
      const { adapter: _, ...open } = config;
      return { open, secret: null };
    }
  }
}

export function presentSystem(row: ExternalSystemRow): ExternalSystemAnswer {
  const hidden = { fhir: { token: null }, views: { databaseUrl: null }, hl7: {} }[row.adapter];
  return {
    id: row.id,
    branchId: row.branch_id,
    branchName: row.branch_name,
    name: row.name,
    code: row.code,
    kind: row.kind,
    adapter: row.adapter,
    config: { ...row.config, ...hidden, adapter: row.adapter } as ExternalSystemAnswer['config'],
    isEnabled: row.is_enabled,
    pausedAt: row.paused_at?.toISOString() ?? null,
    version: row.version,
  };
}
