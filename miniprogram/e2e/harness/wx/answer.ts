import type { Realm } from '../realm';

type Callback = (answer: object) => void;

/** What every asynchronous function of wx is called with. */
export interface Options {
  success?: Callback;
  fail?: Callback;
  complete?: Callback;
  [name: string]: unknown;
}

/** WeChat says no: `<name>:fail <message>`. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly details: object = {},
  ) {
    super(message);
  }
}

export type Act = (options: Options) => Promise<object | void> | object | void;

/**
 * Makes a function of wx of what it does: callbacks come later and with an errMsg, a promise is
 * answered only to who gave no callback.
 */
export function asyncApi(realm: () => Realm, name: string, act: Act) {
  return (options: Options = {}): Promise<object> | undefined => {
    const outcome = perform(realm(), name, act, options);
    const isHeard = [options.success, options.fail, options.complete].some(Boolean);
    if (!isHeard) return outcome;
    // Who gave callbacks has heard of it through them.
    outcome.catch(() => undefined);
    return undefined;
  };
}

async function perform(realm: Realm, name: string, act: Act, options: Options): Promise<object> {
  // Nothing on the other side of the bridge happens at once.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    const result = await act(options);
    const answer = realm.copy({ errMsg: `${name}:ok`, ...result });
    realm.enter(() => options.success?.(answer));
    realm.enter(() => options.complete?.(answer));
    return answer;
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(String(error));
    if (!(error instanceof Refusal)) realm.report(error);
    const answer = realm.copy({ errMsg: `${name}:fail ${refusal.message}`, ...refusal.details });
    realm.enter(() => options.fail?.(answer));
    realm.enter(() => options.complete?.(answer));
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- WeChat rejects with this.
    throw answer;
  }
}
