import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type HospitalAdapter,
  InboundProblem,
  type OutboundPayload,
  type RawItem,
  type Reading,
  type Receive,
  type SendOutcome,
} from '../../modules/integration';
import { newId, realTime } from '../../kernel';
import {
  type Acknowledgement,
  accepted,
  type Verdict,
  writeAcknowledgement,
} from './acknowledgement';
import { addressCheck } from './allowed-addresses';
import { type Encoding, encodeText } from './charset';
import { NotForUs } from './header';
import { inboundItem } from './inbound-item';
import type { Frame } from './mllp-framer';
import { type ListenerOptions, MllpListener } from './mllp-listener';
import { MllpSender, type SenderOptions } from './mllp-sender';
import { controlIdOf, writeOutbound } from './outbound-messages';
import { readMessage } from './read-message';
import { unkeptContent } from './unkept';

export interface Hl7Options {
  systemCode: string;
  /** Null: nothing is listened for. */
  listenPort: number | null;
  /** Empty: nothing is sent. */
  host: string;
  port: number | null;
  encoding: Encoding;
  sendingApplication: string;
  allowedAddresses: readonly string[];
  /** MSH-11 that is taken. */
  processingIds: readonly string[];
}

/** For tests, which cannot wait as long as a hospital does. */
export interface Hl7Timing {
  listener?: Partial<Pick<ListenerOptions, 'idleMs' | 'stalledMs' | 'limitBytes'>>;
  sender?: Partial<Pick<SenderOptions, 'answerMs' | 'connectMs'>>;
}

/** HL7 v2 over MLLP, both ways. What comes is pushed: nothing can be asked for. */
export class Hl7Adapter implements HospitalAdapter {
  readonly pulls = [] as const;
  readonly sends: HospitalAdapter['sends'];
  private readonly sender: MllpSender | null;
  private listener: MllpListener | undefined;

  /** @throws Error in Chinese, naming what is wrong with the settings */
  constructor(
    private readonly options: Hl7Options,
    private readonly timing: Hl7Timing = {},
  ) {
    const { host, port, encoding } = options;
    if (host && port === null) throw new Error('填写了对方地址，还需要填写对方端口');
    addressCheck(options.allowedAddresses);
    this.sends = host ? ['patient', 'appointment', 'appointment-cancel', 'check-in'] : [];
    this.sender =
      host && port !== null ? new MllpSender({ host, port, encoding, ...timing.sender }) : null;
  }

  async *pull(): AsyncGenerator<readonly RawItem[]> {
    throw new Error('HL7 v2 的数据由对方推送，不能抓取');
  }

  read(item: Pick<RawItem, 'kind' | 'content' | 'encoding'>): Reading {
    const { processingIds } = this.options;
    return readMessage(item.content, { encoding: item.encoding, processingIds });
  }

  async send(payload: OutboundPayload): Promise<SendOutcome> {
    if (!this.sender) return { kind: 'refused', text: '没有设置对方的地址' };
    const { sendingApplication, systemCode, encoding } = this.options;
    const style = { application: sendingApplication, facility: systemCode, encoding };
    const text = writeOutbound(payload, style, realTime.now());
    const controlId = controlIdOf(payload.messageId);
    const result = await this.sender.send(controlId, encodeText(text, encoding));
    if (result.kind === 'answer') return outcomeOf(result.acknowledgement, payload);
    return { kind: 'unknown', text: silence[result.reason] };
  }

  /** There is no question in HL7 v2: the same message under the same number is answered again. */
  ask(payload: OutboundPayload): Promise<SendOutcome> {
    return this.send(payload);
  }

  async listen(receive: Receive): Promise<void> {
    await this.open(receive);
  }

  /** @returns the port; null where nothing is listened for */
  async open(receive: Receive): Promise<number | null> {
    const { listenPort, allowedAddresses } = this.options;
    if (listenPort === null) return null;
    const listener = new MllpListener(
      { port: listenPort, allowedAddresses, ...this.timing.listener },
      (each) => this.take(each, receive),
    );
    const port = await listener.open();
    this.listener = listener;
    return port;
  }

  async check(): Promise<string> {
    const { listenPort } = this.options;
    const listening = listenPort === null ? '不接收消息' : `在端口 ${listenPort} 接收消息`;
    if (!this.sender) return `${listening}，不发送消息`;
    try {
      await this.sender.probe();
    } catch {
      throw new Error('对方的端口没有应答');
    }
    return `${listening}，对方的端口有应答`;
  }

  async close(): Promise<void> {
    await Promise.all([this.listener?.close(), this.sender?.close()]);
    this.listener = undefined;
  }

  /** Kept first, judged then: whatever the answer is, nothing that came is lost. */
  private async take(each: Frame, receive: Receive): Promise<Buffer | null> {
    const content = each.kind === 'message' ? each.content : unkeptContent(each.head, each.bytes);
    const { header, item } = inboundItem(content, this.options.encoding);
    // Whoever answers an answer is answered for ever.
    if (header.type.split('^')[0] === 'ACK') return null;
    await receive([item]);
    const verdict = this.judge(item);
    // One busy sender does not keep the others waiting.
    await nextTurn();
    const text = writeAcknowledgement(header, verdict, {
      application: this.options.sendingApplication,
      facility: this.options.systemCode,
      controlId: controlIdOf(newId(realTime.now())),
      at: realTime.now(),
    });
    return encodeText(text, item.encoding);
  }

  private judge(item: RawItem): Verdict {
    try {
      this.read(item);
      return accepted;
    } catch (error) {
      if (error instanceof NotForUs || isTooLarge(error)) {
        return { code: 'AR', text: error.message, errorCode: rejections[error.fault] ?? '200' };
      }
      const text = error instanceof InboundProblem ? error.message : '读取时出错，已留待人工处理';
      return { code: 'AE', text, errorCode: error instanceof InboundProblem ? '102' : '207' };
    }
  }
}

const isTooLarge = (error: unknown): error is InboundProblem =>
  error instanceof InboundProblem && error.fault === 'too-large';

/** HL7 table 0357: unsupported message type, unsupported processing id; the others are errors of ours. */
const rejections: Record<string, string> = {
  'unknown-kind': '200',
  'not-kept-here': '202',
  'too-large': '207',
};

const silence = {
  timeout: '对方没有在时限内应答',
  broken: '等待应答时连接断开',
} as const;

function outcomeOf(acknowledgement: Acknowledgement, payload: OutboundPayload): SendOutcome {
  const { code, patientExternalId, appointmentExternalId } = acknowledgement;
  if (code !== 'AA') {
    const said = withoutPersons(acknowledgement.text, payload);
    return {
      kind: 'refused',
      ...(isNumberUnknown(acknowledgement, payload) ? { reason: 'unknown-number' as const } : {}),
      text: `对方${code === 'AR' ? '拒收' : '报错'}${said && `：${said}`}`,
    };
  }
  return {
    kind: 'acknowledged',
    ...(patientExternalId ? { patientExternalId } : {}),
    ...(appointmentExternalId ? { appointmentExternalId } : {}),
  };
}

/** 204: unknown key identifier. Of a visit that is the doctor's time, unless they say that it is the patient. */
function isNumberUnknown(
  { errorCode, errorSegment }: Acknowledgement,
  { appointment }: OutboundPayload,
): boolean {
  return appointment !== null && errorCode === '204' && errorSegment !== 'PID';
}

/** What the other side says is shown on a board: nobody's name or number may stand there. */
function withoutPersons(text: string, { patient }: OutboundPayload): string {
  const known = [patient.name, patient.identityNumber, patient.phone, patient.cardNumber];
  let said = text;
  for (const each of known) if (each.length > 1) said = said.replaceAll(each, '＊');
  return said.replace(/[\dXx]{6,}/g, '＊').slice(0, 120);
}
