import { LineProbes } from './line-probes';
import { OutboundController } from './outbound.controller';
import { OutboundMessages } from './outbound-messages';
import { OutboundPayloads } from './outbound-payload';
import { OutboundQueue } from './outbound-queue';
import { OutboundSender } from './outbound-sender';
import { SendOutbound } from './send-outbound.job';
import {
  TellBooked,
  TellCancelled,
  TellCheckedIn,
  TellNoShow,
  TellRegistered,
  TellRescheduled,
  TellSystems,
  TellUpdated,
} from './tell-systems';
import { subscription } from '../../../kernel';

export { SendOutbound };

export const outboundClasses = [
  OutboundQueue,
  OutboundPayloads,
  OutboundSender,
  LineProbes,
  SendOutbound,
  OutboundMessages,
  OutboundController,
  TellSystems,
  TellRegistered,
  TellUpdated,
  TellBooked,
  TellRescheduled,
  TellCancelled,
  TellNoShow,
  TellCheckedIn,
];

export const outboundSubscriptions = [
  subscription('patient.registered', 'tell-systems-registered', TellRegistered),
  subscription('patient.updated', 'tell-systems-updated', TellUpdated),
  subscription('appointment.booked', 'tell-systems-booked', TellBooked),
  subscription('appointment.rescheduled', 'tell-systems-rescheduled', TellRescheduled),
  subscription('appointment.cancelled', 'tell-systems-cancelled', TellCancelled),
  subscription('appointment.no-show', 'tell-systems-no-show', TellNoShow),
  subscription('appointment.checked-in', 'tell-systems-checked-in', TellCheckedIn),
];
