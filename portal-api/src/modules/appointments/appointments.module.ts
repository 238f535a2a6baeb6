import { subscription, type ModuleDefinition } from '../../kernel';
import { AccountTies } from './account-ties';
import { AppointmentPayable } from './appointment-payable';
import { appointmentSettings } from './appointment.settings';
import { availabilityClasses } from './availability';
import { BookPlace } from './booking/book-place';
import { ClaimPlace } from './booking/claim-place';
import { ClaimRefusal } from './booking/claim-refusal';
import { ClaimTogether } from './booking/claim-together';
import { FullSlots } from './booking/full-slots';
import { HoldPlace } from './booking/hold-place';
import { Appointments } from './ending/appointment.repository';
import { CancelMyAppointment } from './ending/cancel-my-appointment';
import { ChooseDeskPayment } from './ending/choose-desk-payment';
import { ConfirmHold } from './ending/confirm-hold';
import { creditClasses, creditSettings, MarkNoShows } from './credit';
import { hospitalRosterClasses } from './hospital-rosters';
import { HospitalVisits } from './hospital-visits';
import { EndAppointment } from './ending/end-appointment';
import { ExpireHolds } from './ending/expire-holds.job';
import { ReleaseHold } from './ending/release-hold';
import { AppointmentsOfPatient } from './patient-follower';
import { PortalAppointmentsController } from './portal.controller';
import { PublicConfigController } from './public-config.controller';
import { MyAppointmentPresenter } from './reading/my-appointment.presenter';
import { MyAppointments } from './reading/my-appointments';
import { FollowConfirmations, FollowRefusals, numberSourceClasses } from './number-source';
import { placeClasses } from './places';
import { ExpireMoves, reschedulingClasses, reschedulingSettings } from './rescheduling';
import { boardClasses } from './board';
import { checkInClasses, checkInSettings } from './check-in';
import { clinicDayClasses } from './clinic-day';
import { ForgetUsedTickets, kioskClasses } from './kiosk';
import { CloseQueues, queueClasses, queueSettings } from './queue';
import { rosterClasses } from './rosters';
import {
  EndUnansweredCases,
  FollowCalls,
  FollowMessages,
  suspensionClasses,
  suspensionSettings,
} from './suspension';
import {
  EndWaitsOnBooking,
  EndWaitsOnMove,
  RunWaitlist,
  waitlistClasses,
  waitlistSettings,
} from './waitlist';
import { StaffAppointmentsController } from './staff.controller';
import { AppointmentHistory } from './staff/appointment-history';
import { BookForPatient } from './staff/book-for-patient';
import { CancelAppointment } from './staff/cancel-appointment';
import { GetAppointmentSlip } from './staff/get-appointment-slip';
import { GetDaySummary } from './staff/get-day-summary';
import { ListAppointments } from './staff/list-appointments';
import { StaffAppointments } from './staff/staff-appointments';
import { StaffSlotScope } from './staff/staff-slot-scope';
import { TakeDeskPayment } from './staff/take-desk-payment';

/** Rosters, places and appointments. */
export const appointmentsModule: ModuleDefinition = {
  name: 'appointments',
  classes: [
    ...rosterClasses,
    ...availabilityClasses,
    ...queueClasses,
    ...checkInClasses,
    ...kioskClasses,
    ...boardClasses,
    ...clinicDayClasses,
    ...placeClasses,
    ...numberSourceClasses,
    ...waitlistClasses,
    ...reschedulingClasses,
    ...suspensionClasses,
    ...hospitalRosterClasses,
    ...creditClasses,
    Appointments,
    FullSlots,
    ClaimRefusal,
    ClaimTogether,
    ClaimPlace,
    HoldPlace,
    BookPlace,
    ConfirmHold,
    EndAppointment,
    HospitalVisits,
    ExpireHolds,
    ReleaseHold,
    ChooseDeskPayment,
    CancelMyAppointment,
    MyAppointmentPresenter,
    MyAppointments,
    AppointmentPayable,
    AccountTies,
    AppointmentsOfPatient,
    AppointmentHistory,
    StaffAppointments,
    StaffSlotScope,
    ListAppointments,
    GetDaySummary,
    BookForPatient,
    CancelAppointment,
    TakeDeskPayment,
    GetAppointmentSlip,
    PortalAppointmentsController,
    StaffAppointmentsController,
    PublicConfigController,
  ],
  subscriptions: [
    subscription('number.refused', 'follow-number-refusals', FollowRefusals),
    subscription('number.confirmed', 'follow-number-confirmations', FollowConfirmations),
    subscription('work.completed', 'follow-suspension-calls', FollowCalls),
    subscription('appointment.booked', 'end-waits-on-booking', EndWaitsOnBooking),
    subscription('appointment.rescheduled', 'end-waits-on-move', EndWaitsOnMove),
  ],
  jobs: [
    { name: 'expire-moves', everySeconds: 2, job: ExpireMoves },
    { name: 'run-waitlist', everySeconds: 2, job: RunWaitlist },
    { name: 'expire-holds', everySeconds: 2, job: ExpireHolds },
    { name: 'close-queues', everySeconds: 60, job: CloseQueues },
    { name: 'forget-used-tickets', everySeconds: 600, job: ForgetUsedTickets },
    { name: 'mark-no-shows', everySeconds: 60, job: MarkNoShows },
    { name: 'follow-suspension-messages', everySeconds: 3, job: FollowMessages },
    { name: 'end-unanswered-suspensions', everySeconds: 10, job: EndUnansweredCases },
  ],
  settings: [
    ...appointmentSettings,
    ...creditSettings,
    ...reschedulingSettings,
    ...waitlistSettings,
    ...checkInSettings,
    ...queueSettings,
    ...suspensionSettings,
  ],
};
