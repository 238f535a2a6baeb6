import { SimControl } from '../../../portal-api/dev/simulators/control';
import { launchBrowser } from '../../../portal-api/e2e/support/browser';
import { startProduct } from '../../../portal-api/test/support/product';
import { drawWeapp, type Drawing } from '../drawing/draw';
import { httpServer, MiniProgram, SimPhone, type Server } from '../harness';
import { newcomer } from './people';

/** One person with her phone, the whole product behind it, and a browser that draws what she sees. */
export class Visit {
  program!: MiniProgram;
  sim!: SimControl;
  drawing!: Drawing;
  /** What the app keeps on the phone. */
  readonly storage = new Map<string, string>();
  /** Set to have the next answer to a write lost on its way, after the server has done it. */
  losesNextAnswer = false;
  private product!: Awaited<ReturnType<typeof startProduct>>;
  private browser!: Awaited<ReturnType<typeof launchBrowser>>;

  constructor(private readonly phoneNumber = newcomer.phone) {}

  /** Where the product answers. */
  get url(): string {
    return this.product.url;
  }

  async begin(): Promise<void> {
    this.product = await startProduct({ web: false });
    this.sim = new SimControl(this.product.simulatorsUrl);
    this.browser = await launchBrowser();
    this.drawing = await drawWeapp(this.browser);
    this.open();
  }

  /** Starts the app, with what an earlier start has left on the phone. */
  open(): void {
    const { sim, storage, server } = this;
    const appId = this.product.env['WECHAT_APP_ID'] ?? '';
    const phone = new SimPhone(sim, appId, this.phoneNumber);
    this.program = MiniProgram.start({ server, phone, storage });
  }

  draw(name: string): Promise<void> {
    return this.drawing.draw(this.program, name);
  }

  /** Also after a beginning that failed half-way. */
  async end(): Promise<void> {
    (this.program as MiniProgram | undefined)?.close();
    await (this.browser as { close(): Promise<void> } | undefined)?.close();
    await (this.product as { stop(): Promise<void> } | undefined)?.stop();
  }

  private readonly server: Server = async (sent, signal) => {
    const answered = await httpServer(this.product.url)(sent, signal);
    if (!this.losesNextAnswer || sent.method === 'GET') return answered;
    this.losesNextAnswer = false;
    throw new Error('the connection was reset');
  };
}
