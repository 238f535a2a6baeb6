/** What happened to somebody, before it becomes records. */
import type { EncounterClass } from '@suizhen/contract';
import type { DrugName } from './drugs';
import type { Course } from './lab-report';
import type { NarrativeName } from './narratives';
import type { PanelName } from './panels';

export interface VisitPlan {
  daysAgo: number;
  department: string;
  class?: EncounterClass;
  complaint: string;
  /** ICD-10 code and name, the main one first. */
  diagnoses: readonly (readonly [code: string, name: string])[];
  treatment: string;
  advice: string;
  panels?: readonly PanelName[];
  narratives?: readonly NarrativeName[];
  drugs?: readonly DrugName[];
  isPhysicalExam?: boolean;
  /** Of this visit only, over what is usual for the person. */
  course?: Course;
}

export interface Story {
  course: Course;
  visits: readonly VisitPlan[];
}
