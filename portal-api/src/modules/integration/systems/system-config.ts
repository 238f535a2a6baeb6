import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { fieldError, KernelContext, newId, realTime, type Tx } from '../../../kernel';
import type { AdapterConfig } from './external-system';
import { splitConfig } from './external-system';
import { ConnectedSystems } from './connected-systems';

export interface StoredConfig {
  config: Record<string, unknown>;
  secretCipher: string | null;
}

/** Checks how a system is to be reached, and parts what may be read again from what may not. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SystemConfig {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  connectedSystems: ConnectedSystems;

  /**
   * @param systemId of the system that is changed; null for a new one
   * @param kept its sealed secret: stays when none is given
   * @throws INVALID_FIELD naming what cannot work
   */
  async check(
    tx: Tx,
    config: AdapterConfig,
    { systemId, code, kept }: { systemId: string | null; code: string; kept: string | null },
  ): Promise<StoredConfig> {
    await this.checkShape(tx, config, systemId);
    const { open, secret } = splitConfig(config);
    const { secrets } = this.kernelContext;
    const secretCipher = secret === null ? kept : secrets.encrypt(secret);
    if (config.adapter === 'views' && secretCipher === null) {
      throw fieldError('body.config.databaseUrl', '请填写数据库地址');
    }
    await this.tryOut(config, { code, open, secretCipher });
    return { config: open, secretCipher };
  }

  private async checkShape(tx: Tx, config: AdapterConfig, systemId: string | null): Promise<void> {
    switch (config.adapter) {
      case 'fhir':
        return checkFhir(config);
      case 'views':
        return checkViews(config);
      case 'hl7':
        checkHl7(config);
        await this.requireFreePort(tx, config.listenPort, systemId);
    }
  }

  private async requireFreePort(
    tx: Tx,
    port: number | null,
    systemId: string | null,
  ): Promise<void> {
    if (port === null) return;
    const taken = await tx.query(
      `select 1 from external_system where adapter = 'hl7' and config ->> 'listenPort' = $1
         and ($2::uuid is null or id <> $2)`,
      [String(port), systemId],
    );
    if (taken.length > 0) {
      throw fieldError('body.config.listenPort', '这个端口已由另一个系统使用');
    }
  }

  /** The adapter itself knows best whether it can be made from this. */
  private async tryOut(
    config: AdapterConfig,
    made: { code: string; open: Record<string, unknown>; secretCipher: string | null },
  ): Promise<void> {
    try {
      const adapter = this.connectedSystems.make({
        id: newId(realTime.now()),
        code: made.code,
        adapter: config.adapter,
        config: made.open,
        secret_cipher: made.secretCipher,
      });
      await adapter.close();
    } catch (error) {
      const { message } = error as Error;
      const isSaid = /^[\u4e00-\u9fff]/.test(message);
      const field = config.adapter === 'views' ? 'body.config.mapping' : 'body.config';
      throw fieldError(field, isSaid ? message.slice(0, 200) : '配置不能使用，请检查');
    }
  }
}

function checkFhir({ baseUrl }: Extract<AdapterConfig, { adapter: 'fhir' }>): void {
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '') {
    throw fieldError('body.config.baseUrl', '地址中不能写用户名和密码，请填在令牌一栏');
  }
}

function checkHl7(config: Extract<AdapterConfig, { adapter: 'hl7' }>): void {
  const isSender = config.host !== '';
  if (isSender && config.port === null) throw fieldError('body.config.port', '请填写对方端口');
  if (!isSender && config.listenPort === null) {
    throw fieldError('body.config.listenPort', '请填写接收端口，或对方的地址和端口');
  }
}

function checkViews(config: Extract<AdapterConfig, { adapter: 'views' }>): void {
  const { databaseUrl, mapping } = config;
  if (databaseUrl) {
    const isPostgres = /^postgres(ql)?:\/\//.test(databaseUrl) && URL.canParse(databaseUrl);
    if (!isPostgres) {
      throw fieldError('body.config.databaseUrl', '地址应以 postgres:// 开头');
    }
  }
  try {
    const parsed: unknown = JSON.parse(mapping);
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return;
  } catch {
    // falls through to the refusal
  }
  throw fieldError('body.config.mapping', '映射应为 JSON 对象，请检查括号和引号');
}
