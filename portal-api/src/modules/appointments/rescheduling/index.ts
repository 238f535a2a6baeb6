/** Moving a booked visit. */
import { AbandonMove } from './abandon-move';
import { CompleteMove } from './complete-move';
import { ExpireMoves } from './expire-moves.job';
import { FinishMove } from './finish-move';
import { MoveAppointment } from './move-appointment';
import { MoveRules } from './move-rules';
import { MoveTargets } from './move-target';
import { Reschedules } from './reschedules.repository';

export { AbandonMove } from './abandon-move';
export { ExpireMoves } from './expire-moves.job';
export { MoveAppointment, type Move, type MoveOutcome } from './move-appointment';
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
];
