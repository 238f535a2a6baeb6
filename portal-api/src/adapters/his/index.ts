import type { z } from 'zod';
import { AdapterConfig, type AdapterKind } from '@suizhen/contract';
import type { AdapterFactory, AdapterSettings, HospitalAdapter } from '../../modules/integration';
import { FhirAdapter } from '../his-fhir';
import { Hl7Adapter } from '../his-hl7';
import { ViewsAdapter } from '../his-views';

type Maker = (settings: AdapterSettings) => HospitalAdapter;

/** Every wire that a hospital's system may speak; each folder `his-*` brings its own. */
const makers: Record<AdapterKind, Maker> = {
  fhir: (settings) => {
    const { baseUrl, pageSize } = configOf('fhir', settings);
    return new FhirAdapter({ baseUrl, pageSize, token: settings.secret });
  },
  hl7: (settings) =>
    new Hl7Adapter({ systemCode: settings.systemCode, ...configOf('hl7', settings) }),
  views: (settings) => {
    const { mapping } = configOf('views', settings);
    return new ViewsAdapter({ databaseUrl: settings.secret, mapping });
  },
};

/** Makes the adapter that a system was configured for. */
export class HospitalAdapters implements AdapterFactory {
  create(adapter: AdapterKind, settings: AdapterSettings): HospitalAdapter {
    return makers[adapter](settings);
  }
}

type ConfigOf<K extends AdapterKind> = Extract<z.output<typeof AdapterConfig>, { adapter: K }>;

/** @throws Error in Chinese: what was kept once may not be enough for a later release */
function configOf<K extends AdapterKind>(adapter: K, { config }: AdapterSettings): ConfigOf<K> {
  const read = AdapterConfig.safeParse({ ...config, adapter });
  if (read.success) return read.data as ConfigOf<K>;
  throw new Error('系统的连接设置不完整，请重新填写');
}
