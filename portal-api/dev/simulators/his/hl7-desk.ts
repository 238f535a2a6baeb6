/** The receiving half of a HIS: keeps what it is told, and answers, or does not. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Encoding, encodeText } from '../../../src/adapters/his-hl7/charset';
import { decodeMessage } from '../../../src/adapters/his-hl7/charset';
import { readHeader } from '../../../src/adapters/his-hl7/header';
import { Hl7Message } from '../../../src/adapters/his-hl7/message';
import { writeMessage, writeSegment } from '../../../src/adapters/his-hl7/message-writer';
import { frame, MllpFramer } from '../../../src/adapters/his-hl7/mllp-framer';
import { writeTime } from '../../../src/adapters/his-hl7/timestamps';

/** What goes wrong with the next messages that come in. */
export type DeskFault =
  /** Taken in, and never answered. */
  | 'no-ack'
  /** Taken in, and answered `value` ms late. */
  | 'late-ack'
  /** Taken in, and the line breaks before the answer. */
  | 'break'
  /** AE, not taken in. */
  | 'error'
  /** AR, not taken in. */
  | 'refuse';

export interface ReceivedMessage {
  /** `SIU^S12` */
  type: string;
  controlId: string;
  at: Date;
  /** How often it came under this number. */
  times: number;
  text: string;
}

export interface KnownAppointment {
  /** Ours to them: the number of the appointment. */
  appointmentNo: string;
  /** Theirs. */
  id: string;
  patientId: string;
  status: string;
  startsAt: string;
  departmentCode: string;
  doctorName: string;
}

export interface KnownPatient {
  id: string;
  /** The number under which the product knows them. */
  theirId: string;
  name: string;
  phone: string;
}

export class Hl7Desk {
  readonly received: ReceivedMessage[] = [];
  readonly appointments = new Map<string, KnownAppointment>();
  readonly patients = new Map<string, KnownPatient>();
  private readonly faults: { kind: DeskFault; value: number; left: number }[] = [];
  private readonly sockets = new Set<Socket>();
  private numbers = 0;
  private readonly server = createServer((socket) => this.welcome(socket));

  constructor(
    private readonly encoding: Encoding,
    private readonly now: () => Date,
  ) {}

  async open(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** For the next `count` messages. */
  fault(kind: DeskFault, count = 1, value = 2_000): void {
    this.faults.push({ kind, value, left: count });
  }

  clearFaults(): void {
    this.faults.length = 0;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private welcome(socket: Socket): void {
    const framer = new MllpFramer();
    let work = Promise.resolve();
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (packet) => {
      for (const each of framer.push(packet)) {
        if (each.kind === 'message') work = work.then(() => this.take(each.content, socket));
      }
    });
  }

  private async take(content: Buffer, socket: Socket): Promise<void> {
    const { text, encoding } = decodeMessage(content, this.encoding);
    const message = Hl7Message.parse(text, encoding);
    const fault = this.nextFault();
    if (fault?.kind === 'error' || fault?.kind === 'refuse') {
      const code = fault.kind === 'error' ? 'AE' : 'AR';
      socket.write(frame(encodeText(this.answer(message, code, '接口维护中'), encoding)));
      return;
    }
    this.keep(message, text);
    if (fault?.kind === 'no-ack') return;
    if (fault?.kind === 'break') {
      socket.destroy();
      return;
    }
    if (fault?.kind === 'late-ack') await sleep(fault.value);
    socket.write(frame(encodeText(this.answer(message, 'AA'), encoding)));
  }

  private nextFault() {
    const [fault] = this.faults;
    if (fault && --fault.left <= 0) this.faults.shift();
    return fault;
  }

  /** The same number again is the same message: it changes nothing and is answered again. */
  private keep(message: Hl7Message, text: string): void {
    const { type, controlId } = readHeader(message);
    const before = this.received.find((each) => each.controlId === controlId);
    if (before) {
      before.times++;
      return;
    }
    this.received.push({ type, controlId, at: this.now(), times: 1, text });
    if (this.received.length > 1_000) this.received.shift();
    const patient = this.registered(message);
    if (type.startsWith('SIU')) this.booked(message, patient);
  }

  private registered(message: Hl7Message): KnownPatient {
    const pid = message.first('PID');
    const identifiers = pid?.repetitions(3) ?? [];
    const numbered = (code: string) =>
      identifiers.find((each) => each.text(5) === code)?.text(1) ?? '';
    const theirId = numbered('PI');
    const known = this.patients.get(theirId);
    const patient = {
      id: numbered('MR') || known?.id || `H${String(900_001 + this.patients.size)}`,
      theirId,
      name: pid?.text(5) ?? '',
      phone: pid?.text(13) ?? '',
    };
    this.patients.set(theirId, patient);
    return patient;
  }

  private booked(message: Hl7Message, patient: KnownPatient): void {
    const sch = message.first('SCH');
    const appointmentNo = sch?.text(1) ?? '';
    const known = this.appointments.get(appointmentNo);
    this.appointments.set(appointmentNo, {
      appointmentNo,
      id: known?.id ?? `Y${String(700_001 + this.appointments.size)}`,
      patientId: patient.id,
      status: sch?.text(25) ?? '',
      startsAt: sch?.text(11, 4) ?? '',
      departmentCode: message.first('AIL')?.text(4) ?? '',
      doctorName: message.first('AIP')?.text(3, 2) ?? '',
    });
  }

  /** Tells its own numbers with a yes, as some HIS do. */
  private answer(message: Hl7Message, code: 'AA' | 'AE' | 'AR', said = ''): string {
    const header = readHeader(message);
    const numbers: string[] = [];
    const theirId = message
      .first('PID')
      ?.repetitions(3)
      .find((each) => each.text(5) === 'PI')
      ?.text(1);
    const patient = this.patients.get(theirId ?? '');
    const appointment = this.appointments.get(message.first('SCH')?.text(1) ?? '');
    if (code === 'AA' && patient) {
      numbers.push(writeSegment('PID', { 3: [patient.id, '', '', '', 'MR'] }));
    }
    if (code === 'AA' && appointment) {
      numbers.push(writeSegment('SCH', { 1: appointment.appointmentNo, 2: appointment.id }));
    }
    return writeMessage([
      writeSegment('MSH', {
        3: 'HIS',
        5: header.sendingApplication,
        7: writeTime(this.now()),
        9: ['ACK', header.type.split('^')[1] ?? ''],
        10: `HA${++this.numbers}`,
        11: 'P',
        12: '2.4',
        18: header.charset,
      }),
      writeSegment('MSA', { 1: code, 2: header.controlId, 3: said }),
      ...numbers,
    ]);
  }
}
