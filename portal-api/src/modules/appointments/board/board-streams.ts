import { Destroy, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { EventStream, EventStreams, KernelContext, type DeviceActor } from '../../../kernel';
import { Devices } from '../../identity';
import { BoardHints } from './board-hints';
import { BoardWatch, type BoardNews } from './board-watch';
import { ReadBoard, type BoardNames } from './read-board';

/** A device that was revoked or changed is let go within this time. */
const checkDeviceEveryMs = 30_000;
/** A screen opens one; a few more while old ones are still dying. */
const mostPerDevice = 4;

interface Screen {
  device: DeviceActor;
  watch: BoardWatch;
  names: BoardNames;
}

/**
 * The streams of the screens: a snapshot first, whatever the screen saw before, then every change with
 * the version of the board as its number.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BoardStreams {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  eventStreams: EventStreams;
  @Inject()
  readBoard: ReadBoard;
  @Inject()
  boardHints: BoardHints;
  @Inject()
  devices: Devices;

  private readonly watches = new Map<string, BoardWatch>();
  private readonly streamsOf = new Map<string, EventStream[]>();

  async start(device: DeviceActor): Promise<EventStream> {
    const watch = this.watchOf(device.branchId);
    const keep = () => undefined;
    watch.add(keep);
    try {
      // Before anything is promised: a database that is away is answered with a 503.
      await watch.look();
      const screen = { device, watch, names: await this.readBoard.names(device.branchId) };
      return this.open(screen);
    } finally {
      this.leave(watch, keep);
    }
  }

  private open(screen: Screen): EventStream {
    const { device, watch } = screen;
    const stream = this.eventStreams.open();
    const tell = (news: BoardNews) => send(stream, screen, news);
    watch.add(tell);
    this.remember(device, stream);
    stream.whenEnded(() => {
      this.leave(watch, tell);
      this.forget(device, stream);
    });
    this.boardHints.start((branchId) => this.watches.get(branchId)?.hint());
    tell({ kind: 'other-clinics' });
    this.keepChecking(stream, screen);
    return stream;
  }

  @Destroy()
  stop(): void {
    this.boardHints.stop();
  }

  private watchOf(branchId: string): BoardWatch {
    const known = this.watches.get(branchId);
    if (known) return known;
    const watch = new BoardWatch(branchId, this.readBoard, this.kernelContext);
    this.watches.set(branchId, watch);
    return watch;
  }

  private leave(watch: BoardWatch, tell: (news: BoardNews) => void): void {
    watch.remove(tell);
    if (watch.isWatched) return;
    this.watches.delete(watch.branchId);
    if (this.watches.size === 0) this.boardHints.stop();
  }

  private remember({ deviceId }: DeviceActor, stream: EventStream): void {
    const streams = this.streamsOf.get(deviceId) ?? [];
    this.streamsOf.set(deviceId, [...streams, stream]);
    if (streams.length >= mostPerDevice) streams[0]!.end();
  }

  private forget({ deviceId }: DeviceActor, stream: EventStream): void {
    const left = (this.streamsOf.get(deviceId) ?? []).filter((each) => each !== stream);
    if (left.length > 0) this.streamsOf.set(deviceId, left);
    else this.streamsOf.delete(deviceId);
  }

  private keepChecking(stream: EventStream, screen: Screen): void {
    const check = async () => {
      if (!(await this.devices.isUnchanged(screen.device))) return stream.end();
      screen.names = await this.readBoard.names(screen.device.branchId);
    };
    const timer = setInterval(() => {
      // While the database is away nobody can say.
      check().catch(() => undefined);
    }, checkDeviceEveryMs);
    timer.unref();
    stream.whenEnded(() => clearInterval(timer));
  }
}

function send(stream: EventStream, { device, watch, names }: Screen, news: BoardNews): void {
  const shown = watch.shown(device.departmentIds);
  const { version } = watch;
  if (news.kind === 'other-clinics') {
    const board = { ...names, version, at: watch.readAt.toISOString(), queues: shown };
    stream.send({ event: 'snapshot', id: version, data: { event: 'snapshot', board } });
    return;
  }
  const queues = shown.filter(({ rosterId }) => news.rosterIds.includes(rosterId));
  if (queues.length === 0) return;
  stream.send({ event: 'change', id: version, data: { event: 'change', version, queues } });
}
