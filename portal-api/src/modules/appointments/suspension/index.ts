/** 停诊: clinics that do not take place, until every patient of theirs is taken care of. */
import { AffectedClinics } from './affected-clinics';
import { AnswerCase } from './answer-case';
import { CaseAlternatives } from './case-alternatives';
import { CloseSuspension } from './close-suspension';
import { CreateSuspension } from './create-suspension';
import { EndUnansweredCases } from './end-unanswered-cases.job';
import { FollowCalls } from './follow-calls';
import { FollowMessages } from './follow-messages.job';
import { ListSuspensionCases } from './list-suspension-cases';
import { MySuspensionCase } from './my-suspension-case';
import { PortalSuspensionController } from './portal-suspension.controller';
import { PreviewSuspension } from './preview-suspension';
import { ReadSuspensions } from './read-suspensions';
import { RemindSuspensionCases } from './remind-suspension-cases';
import { ReopenClinic } from './reopen-clinic';
import { ResolveSuspensionCases } from './resolve-suspension-cases';
import { SuspendClinics } from './suspend-clinics';
import { SuspensionCases } from './suspension-cases';
import { SuspensionMessages } from './suspension-messages';
import { SuspensionsController } from './suspensions.controller';

export { EndUnansweredCases } from './end-unanswered-cases.job';
export { FollowCalls } from './follow-calls';
export { FollowMessages } from './follow-messages.job';
export { SuspensionMessages } from './suspension-messages';
export { suspensionSettings } from './suspension.settings';

export const suspensionClasses = [
  SuspensionCases,
  SuspensionMessages,
  AffectedClinics,
  ReadSuspensions,
  PreviewSuspension,
  SuspendClinics,
  CreateSuspension,
  ReopenClinic,
  CaseAlternatives,
  AnswerCase,
  MySuspensionCase,
  ListSuspensionCases,
  ResolveSuspensionCases,
  RemindSuspensionCases,
  CloseSuspension,
  FollowMessages,
  EndUnansweredCases,
  FollowCalls,
  PortalSuspensionController,
  SuspensionsController,
];
