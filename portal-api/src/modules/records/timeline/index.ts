import { GetPatientPrompts } from './get-patient-prompts';
import { GetPatientTimeline } from './get-patient-timeline';
import { TimelineController } from './timeline.controller';

export const timelineClasses = [GetPatientTimeline, GetPatientPrompts, TimelineController];
