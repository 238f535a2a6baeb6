import type { InboundKind, OutboundKind } from '@suizhen/contract';
import type { Reading } from '../../modules/integration/canonical';
import type {
  HospitalAdapter,
  OutboundPayload,
  PullWindow,
  RawItem,
  SendOutcome,
} from '../../modules/integration/ports';
import { FhirClient, type FhirClientOptions } from './fhir-client';
import { FhirFailure } from './fhir-failure';
import { pull } from './pull';
import { readContent } from './reading/read';
import { searches } from './searches';
import { FhirSender } from './send';

export interface FhirAdapterOptions extends FhirClientOptions {
  pageSize: number;
}

/** A hospital that speaks FHIR R4 over REST. */
export class FhirAdapter implements HospitalAdapter {
  readonly pulls = Object.keys(searches) as InboundKind[];
  readonly sends: readonly OutboundKind[] = [
    'patient',
    'appointment',
    'appointment-cancel',
    'check-in',
  ];
  private readonly client: FhirClient;
  private readonly sender: FhirSender;

  constructor(private readonly options: FhirAdapterOptions) {
    this.client = new FhirClient(options);
    this.sender = new FhirSender(this.client);
  }

  pull(kind: InboundKind, window: PullWindow): AsyncIterable<readonly RawItem[]> {
    return pull(this.client, this.options.pageSize, kind, window);
  }

  read(item: Pick<RawItem, 'kind' | 'content' | 'encoding'>): Reading {
    return readContent(item);
  }

  send(payload: OutboundPayload): Promise<SendOutcome> {
    return this.sender.send(payload);
  }

  ask(payload: OutboundPayload): Promise<SendOutcome | null> {
    return this.sender.ask(payload);
  }

  async check(): Promise<string> {
    const said = await this.client.capabilities();
    const version = typeof said['fhirVersion'] === 'string' ? said['fhirVersion'] : '';
    if (!version.startsWith('4.')) throw new FhirFailure('bad-answer', 0, `FHIR ${version || '?'}`);
    const software = said['software'] as { name?: string; version?: string } | undefined;
    const name = [software?.name, software?.version].filter(Boolean).join(' ');
    return `FHIR ${version}${name ? `，${name}` : ''}`;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
