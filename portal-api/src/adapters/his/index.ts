import type { AdapterKind } from '@suizhen/contract';
import type { AdapterFactory, AdapterSettings, HospitalAdapter } from '../../modules/integration';

type Maker = (settings: AdapterSettings) => HospitalAdapter;

/** Every wire that a hospital's system may speak; each folder `his-*` brings its own. */
const makers: Partial<Record<AdapterKind, Maker>> = {};

/** Makes the adapter that a system was configured for. */
export class HospitalAdapters implements AdapterFactory {
  create(adapter: AdapterKind, settings: AdapterSettings): HospitalAdapter {
    const make = makers[adapter];
    if (!make) throw new Error('没有这种接口');
    return make(settings);
  }
}
