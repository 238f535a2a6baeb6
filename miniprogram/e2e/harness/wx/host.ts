import type { Layout } from '../layout';
import type { Network, Server } from '../network';
import type { Pages } from '../pages';
import type { Decisions, Phone } from '../phone';
import type { Realm } from '../realm';
import type { Privacy } from './privacy';

/** A call of wx that does something outside of the app, as tests look it up. */
export interface Call {
  name: string;
  options: Record<string, unknown>;
}

/** What stands behind wx. */
export interface Host {
  layout: Layout;
  pages: Pages;
  phone: Phone;
  decisions: Decisions;
  privacy: Privacy;
  network: Network;
  server: Server;
  /** The address that the build calls its API by. */
  apiOrigin: string;
  /** Everything that was called, oldest first. */
  calls: Call[];
  /** Where downloads go. */
  temporary: string;
  realm: () => Realm;
}
