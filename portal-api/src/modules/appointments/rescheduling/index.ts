/** Moving a booked visit. */
import { AbandonMove } from './abandon-move';
import { AbandonMyReschedule } from './abandon-my-reschedule';
import { BookFollowUpVisit } from './book-follow-up-visit';
import { CompleteMove } from './complete-move';
import { ExpireMoves } from './expire-moves.job';
import { FinishMove } from './finish-move';
import { GetMyReschedule } from './get-my-reschedule';
import { MoveAppointment } from './move-appointment';
import { MoveRules } from './move-rules';
import { MoveTargets } from './move-target';
import { RescheduleAppointment } from './reschedule-appointment';
import { RescheduleMyAppointment } from './reschedule-my-appointment';
import { Reschedules } from './reschedules.repository';
import { ReschedulingController } from './rescheduling.controller';

export { ExpireMoves } from './expire-moves.job';
export { reschedulingSettings } from './rescheduling.settings';

export const reschedulingClasses = [
  MoveRules,
  MoveTargets,
  Reschedules,
  CompleteMove,
  AbandonMove,
  FinishMove,
  MoveAppointment,
  ExpireMoves,
  RescheduleMyAppointment,
  GetMyReschedule,
  AbandonMyReschedule,
  RescheduleAppointment,
  BookFollowUpVisit,
  ReschedulingController,
];
