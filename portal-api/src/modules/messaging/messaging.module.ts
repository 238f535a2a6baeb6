import { subscription, type ModuleDefinition } from '../../kernel';
import {
  AnnounceAppealDecided,
  AnnounceCreditMark,
  AnnounceNoShow,
  StandingMarks,
} from './announce-credit';
import { AnnouncePayment, AnnounceRefund } from './announce-money';
import { AnnounceProxy } from './announce-proxy';
import { AnnounceCalled, AnnounceNear, AnnounceTransfer, QueueAnnouncer } from './announce-queue';
import {
  AnnounceReportCorrected,
  AnnounceReportInPerson,
  AnnounceReportReleased,
  AnnounceVitalAlarm,
  ReportAnnouncer,
} from './announce-reports';
import { AnnounceSuspension } from './announce-suspension';
import { AnnounceBooked, AnnounceCancelled, AnnounceConfirmed } from './announce-visits';
import {
  AnnounceMissedOffer,
  AnnounceOffer,
  AnnounceRescheduled,
  AnnounceWaitEnded,
  AnnounceWaitJoined,
  WaitAnnouncer,
} from './announce-waitlist';
import { Announcer } from './announcer';
import { messagingSettings } from './messaging.settings';
import { RemindVisits } from './remind-visits.job';
import { Visits } from './visit-facts';

export const messagingModule: ModuleDefinition = {
  name: 'messaging',
  classes: [
    Visits,
    Announcer,
    AnnounceBooked,
    AnnounceConfirmed,
    AnnounceCancelled,
    AnnouncePayment,
    AnnounceRefund,
    AnnounceProxy,
    AnnounceSuspension,
    QueueAnnouncer,
    AnnounceCalled,
    AnnounceNear,
    AnnounceTransfer,
    StandingMarks,
    AnnounceNoShow,
    AnnounceCreditMark,
    AnnounceAppealDecided,
    WaitAnnouncer,
    AnnounceWaitJoined,
    AnnounceOffer,
    AnnounceMissedOffer,
    AnnounceWaitEnded,
    AnnounceRescheduled,
    ReportAnnouncer,
    AnnounceReportReleased,
    AnnounceReportCorrected,
    AnnounceReportInPerson,
    AnnounceVitalAlarm,
    RemindVisits,
  ],
  subscriptions: [
    subscription('appointment.booked', 'announce-booked', AnnounceBooked),
    subscription('appointment.confirmed', 'announce-confirmed', AnnounceConfirmed),
    subscription('appointment.cancelled', 'announce-cancelled', AnnounceCancelled),
    subscription('appointment.rescheduled', 'announce-rescheduled', AnnounceRescheduled),
    subscription('waitlist.joined', 'announce-wait-joined', AnnounceWaitJoined),
    subscription('waitlist.offered', 'announce-offer', AnnounceOffer),
    subscription('waitlist.missed', 'announce-missed-offer', AnnounceMissedOffer),
    subscription('waitlist.ended', 'announce-wait-ended', AnnounceWaitEnded),
    subscription('payment.succeeded', 'announce-payment', AnnouncePayment),
    subscription('refund.succeeded', 'announce-refund', AnnounceRefund),
    subscription('proxy.added', 'announce-proxy', AnnounceProxy),
    subscription('queue.called', 'announce-called', AnnounceCalled),
    subscription('queue.near', 'announce-near', AnnounceNear),
    subscription('queue.transferred', 'announce-transfer', AnnounceTransfer),
    subscription('clinic.suspended', 'announce-suspension', AnnounceSuspension),
    subscription('appointment.no-show', 'announce-no-show', AnnounceNoShow),
    subscription('credit.marked', 'announce-credit-mark', AnnounceCreditMark),
    subscription('credit.appeal-decided', 'announce-appeal', AnnounceAppealDecided),
    subscription('report.released', 'announce-report', AnnounceReportReleased),
    subscription('report.corrected', 'announce-report-corrected', AnnounceReportCorrected),
    subscription('report.in-person', 'announce-report-in-person', AnnounceReportInPerson),
    subscription('vital.alarmed', 'announce-vital-alarm', AnnounceVitalAlarm),
  ],
  jobs: [{ name: 'remind-visits', everySeconds: 20, job: RemindVisits }],
  settings: messagingSettings,
};
