export interface Sent {
  method: string;
  url: string;
  header: Record<string, string>;
  body: string | undefined;
}

export interface Answered {
  status: number;
  header: Record<string, string>;
  body: Uint8Array;
}

/** Whoever answers requests: the product over HTTP, or a stand-in. */
export type Server = (sent: Sent, signal?: AbortSignal) => Promise<Answered>;

/**
 * The product over HTTP. The build has its API's address baked in, as a mini-program must: what is
 * sent there goes to `apiUrl`, anything else is refused as by WeChat's list of domains.
 */
export function httpServer(apiUrl: string): Server {
  return async ({ method, url, header, body }, signal) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(`${apiUrl}${pathname}${search}`, {
      method,
      headers: header,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    return {
      status: response.status,
      header: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  };
}

type NetworkListener = (state: { isConnected: boolean; networkType: string }) => void;

/** The phone's own network. */
export class Network {
  private connected = true;
  private readonly listeners = new Set<NetworkListener>();

  get isConnected(): boolean {
    return this.connected;
  }

  get type(): string {
    return this.connected ? 'wifi' : 'none';
  }

  listen(listener: NetworkListener): void {
    this.listeners.add(listener);
  }

  forget(listener: NetworkListener | undefined): void {
    if (listener) this.listeners.delete(listener);
    else this.listeners.clear();
  }

  set(isConnected: boolean): void {
    if (this.connected === isConnected) return;
    this.connected = isConnected;
    for (const tell of this.listeners) tell({ isConnected, networkType: this.type });
  }
}
