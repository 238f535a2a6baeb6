import type { ModuleDefinition } from '../../kernel';
import { AccountTies } from './account-ties';
import { AppointmentPayable } from './appointment-payable';
import { appointmentSettings } from './appointment.settings';
import { availabilityClasses } from './availability';
import { BookPlace } from './booking/book-place';
import { ClaimPlace } from './booking/claim-place';
import { ClaimRefusal } from './booking/claim-refusal';
import { FullSlots } from './booking/full-slots';
import { HoldPlace } from './booking/hold-place';
import { Appointments } from './ending/appointment.repository';
import { CancelMyAppointment } from './ending/cancel-my-appointment';
import { ChooseDeskPayment } from './ending/choose-desk-payment';
import { ConfirmHold } from './ending/confirm-hold';
import { EndAppointment } from './ending/end-appointment';
import { ExpireHolds } from './ending/expire-holds.job';
import { ReleaseHold } from './ending/release-hold';
import { PortalAppointmentsController } from './portal.controller';
import { PublicConfigController } from './public-config.controller';
import { MyAppointmentPresenter } from './reading/my-appointment.presenter';
import { MyAppointments } from './reading/my-appointments';
import { reschedulingSettings } from './rescheduling/rescheduling.settings';
import { rosterClasses } from './rosters';
import { StaffAppointmentsController } from './staff.controller';
import { AppointmentHistory } from './staff/appointment-history';
import { BookForPatient } from './staff/book-for-patient';
import { CancelAppointment } from './staff/cancel-appointment';
import { GetAppointmentSlip } from './staff/get-appointment-slip';
import { GetDaySummary } from './staff/get-day-summary';
import { ListAppointments } from './staff/list-appointments';
import { StaffAppointments } from './staff/staff-appointments';
import { TakeDeskPayment } from './staff/take-desk-payment';

/** Rosters, places and appointments. */
export const appointmentsModule: ModuleDefinition = {
  name: 'appointments',
  classes: [
    ...rosterClasses,
    ...availabilityClasses,
    Appointments,
    FullSlots,
    ClaimRefusal,
    ClaimPlace,
    HoldPlace,
    BookPlace,
    ConfirmHold,
    EndAppointment,
    ExpireHolds,
    ReleaseHold,
    ChooseDeskPayment,
    CancelMyAppointment,
    MyAppointmentPresenter,
    MyAppointments,
    AppointmentPayable,
    AccountTies,
    AppointmentHistory,
    StaffAppointments,
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
  jobs: [{ name: 'expire-holds', everySeconds: 2, job: ExpireHolds }],
  settings: [...appointmentSettings, ...reschedulingSettings],
};
