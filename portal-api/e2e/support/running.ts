import { SimControl } from '../../dev/simulators/control';
import { startProduct } from '../../test/support/product';

export interface RunningProduct {
  url: string;
  sim: SimControl;
  stop(): Promise<void>;
}

/**
 * A whole product for the file; or, to write a journey quickly, the one that already runs at E2E_URL
 * with its simulators' console at E2E_SIMULATORS_URL.
 */
export async function theProduct(): Promise<RunningProduct> {
  const { E2E_URL: url, E2E_SIMULATORS_URL: simulators } = process.env;
  if (url && simulators) return { url, sim: new SimControl(simulators), stop: async () => {} };
  const product = await startProduct();
  return {
    url: product.url,
    sim: new SimControl(product.simulatorsUrl),
    stop: () => product.stop(),
  };
}
